// Draws chips in the plane of total processing performance and performance density. The table has the same numbers.
(function () {
  "use strict";

  var kinds = { "3A090.a": "class-a", "3A090.b": "class-b", "not_3A090": "class-none", undetermined: "class-open" };
  var names = { "3A090.a": "3A090.a", "3A090.b": "3A090.b", "not_3A090": "not 3A090", undetermined: "undetermined" };
  var LEFT = 100, RIGHT = 200000, BOTTOM = 0.2, TOP = 100;

  function colour(name) {
    var probe = document.createElement("span");
    probe.className = "chart-colour-" + name;
    document.body.appendChild(probe);
    var value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  function area(x1, y1, x2, y2, shade) {
    return [{ coord: [x1, y1], itemStyle: { color: shade } }, { coord: [x2, y2] }];
  }

  function regions() {
    var a = colour("region-a"), b = colour("region-b");
    return {
      silent: true,
      data: [
        area(4800, BOTTOM, RIGHT, TOP, a),
        area(1600, 5.92, 4800, TOP, a),
        area(2400, 1.6, 4800, 3.2, b),
        area(1600, 3.2, 4800, 5.92, b),
      ],
    };
  }

  function text(number) {
    return number >= 100 ? Math.floor(number).toLocaleString("en-GB") : String(Math.floor(number * 100) / 100);
  }

  function options(data, isNarrow) {
    var ink = colour("ink"), faint = colour("faint"), grid = colour("grid"), paper = colour("paper");
    var series = Object.keys(kinds).map(function (status, at) {
      var points = data.points.filter(function (point) { return point.status === status; });
      return {
        name: names[status], type: "scatter", symbolSize: function (value, point) { return point.data.chosen ? 16 : 8; },
        itemStyle: { color: colour(kinds[status]), opacity: 0.85, borderColor: paper, borderWidth: 1 },
        emphasis: { scale: 1.4 },
        markArea: at === 0 ? regions() : undefined,
        label: {
          show: data.points.length === 1, position: "right", color: ink, fontSize: 12, formatter: function (point) { return point.data.name; },
        },
        data: points.map(function (point) { return { value: [point.tpp, point.density], name: point.name, slug: point.slug, limb: point.limb, chosen: point.chosen }; }),
      };
    });
    function axis(name, min, max) {
      return {
        type: "log", name: name, min: min, max: max, nameTextStyle: { color: faint, fontSize: 11 },
        nameLocation: name === "TPP" ? "middle" : "end", nameGap: name === "TPP" ? 26 : 8,
        axisLine: { lineStyle: { color: grid } }, axisLabel: { color: faint, fontSize: 11, formatter: text }, splitLine: { lineStyle: { color: grid, opacity: 0.5 } },
      };
    }
    return {
      aria: { enabled: true, label: { description: data.points.length + " chips by total processing performance and performance density, both on logarithmic axes. The table has the numbers." } },
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      grid: { left: isNarrow ? 40 : 52, right: 18, top: 34, bottom: 40 },
      legend: { top: 0, right: 0, itemHeight: 9, textStyle: { color: ink, fontSize: 12 }, data: series.filter(function (one) { return one.data.length; }).map(function (one) { return one.name; }) },
      tooltip: {
        renderMode: "richText", confine: true, backgroundColor: paper, borderColor: grid, textStyle: { color: ink, fontSize: 12 },
        formatter: function (point) {
          return point.data.name + "\n" + (point.data.limb || point.seriesName) + "\nTPP " + text(point.value[0]) + ", density " + text(point.value[1]);
        },
      },
      xAxis: axis("TPP", LEFT, RIGHT),
      yAxis: axis("Density", BOTTOM, TOP),
      series: series,
    };
  }

  function draw(holder) {
    if (holder.dataset.drawn) return;
    holder.dataset.drawn = "yes";
    var data = JSON.parse(document.getElementById(holder.dataset.plane).textContent);
    var chart = echarts.init(holder, null, { renderer: "svg" });
    function paint() { chart.setOption(options(data, holder.clientWidth < 520), true); }
    paint();
    chart.on("click", function (point) { if (data.points.length > 1 && point.data && point.data.slug) window.location.href = "/law/chips/" + point.data.slug + "/" + window.location.search.replace(/[?&](text|status)=[^&]*/g, "").replace(/^&/, "?"); });
    document.addEventListener("theme", paint);
    new ResizeObserver(function () { chart.resize(); paint(); }).observe(holder);
  }

  function drawAll() { document.querySelectorAll("[data-plane]").forEach(draw); }
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSettle", drawAll);
})();
