// Draws a tenant's use from the JSON beside it. The same numbers are in the table under the chart.
(function () {
  "use strict";

  var raised = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

  function power(value) {
    if (Math.abs(Math.log10(value) - Math.round(Math.log10(value))) > 0.01) return ""; // the end of the axis, not a decade
    return "10" + String(Math.round(Math.log10(value))).split("").map(function (digit) { return raised[digit]; }).join("");
  }

  function scientific(value) {
    if (!value) return "–";
    var parts = value.toExponential(2).split("e");
    return parts[0] + " × 10" + String(Number(parts[1])).split("").map(function (digit) { return raised[digit]; }).join("");
  }

  function colour(name) {
    // A canvas turns light-dark() and oklch() into a colour every library understands.
    var probe = document.createElement("span");
    probe.className = "chart-colour-" + name;
    document.body.appendChild(probe);
    var value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  function bars(data, colours) {
    return data.chips.map(function (chip, at) {
      return {
        name: chip.name, type: "bar", stack: "hours", data: chip.hours, barCategoryGap: "20%", barMaxWidth: 28,
        itemStyle: { color: colours[at % colours.length] }, emphasis: { disabled: true },
      };
    });
  }

  function line(name, values, style, shade) {
    return {
      name: name, type: "line", yAxisIndex: 1, data: values, showSymbol: values.filter(Boolean).length < 3, symbolSize: 6, connectNulls: false,
      lineStyle: { width: style === "solid" ? 2 : 1, type: style, color: shade }, itemStyle: { color: shade },
      emphasis: { disabled: true }, z: 5,
    };
  }

  function thresholds(data, shade, ink, paper, isNarrow) {
    return {
      silent: true, symbol: "none",
      lineStyle: { color: shade, type: "solid", width: 1.5 },
      label: { position: "insideStartTop", color: ink, formatter: "{b}", fontSize: 11, backgroundColor: paper, padding: [2, 5], borderRadius: 3, distance: 3 },
      data: data.thresholds.map(function (one) { return { name: isNarrow ? one.label : one.label + "  " + one.source, yAxis: one.operations }; }),
    };
  }

  function spread(data) {
    var values = [].concat(data.operations.lower, data.operations.upper).filter(Boolean);
    data.thresholds.forEach(function (one) { values.push(one.operations); });
    if (!values.length) return { min: 1, max: 10 };
    var low = Math.max(Math.min.apply(null, values), Math.max.apply(null, values) / 1e8);
    return { min: Math.pow(10, Math.floor(Math.log10(low))), max: Math.max.apply(null, values) * 4 };
  }

  function options(data, isNarrow) {
    var ink = colour("ink"), faint = colour("faint"), grid = colour("grid"), accent = colour("line"), warn = colour("threshold");
    var shades = ["bar-1", "bar-2", "bar-3", "bar-4", "bar-5"].map(colour);
    var range = spread(data);
    var expected = line("Operations, expected", data.operations.expected, "solid", accent);
    expected.markLine = thresholds(data, warn, ink, colour("paper"), isNarrow);
    var hasOperations = data.operations.upper.some(Boolean);
    return {
      aria: { enabled: true, label: { description: describe(data) } },
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      grid: { left: isNarrow ? 44 : 56, right: hasOperations ? (isNarrow ? 44 : 60) : 16, top: 46, bottom: 30 },
      legend: { type: "scroll", top: 0, left: 0, itemHeight: 8, itemWidth: 14, textStyle: { color: ink, fontSize: 12 }, pageIconColor: ink, pageTextStyle: { color: ink } },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colour("paper"), borderColor: grid,
        textStyle: { color: ink, fontSize: 12 }, axisPointer: { type: "line", lineStyle: { color: faint } },
        formatter: function (points) {
          var lines = [points[0].axisValue];
          points.forEach(function (point) {
            if (point.value === null || point.value === 0) return;
            var isHours = point.seriesType === "bar";
            lines.push(point.seriesName + ": " + (isHours ? point.value.toLocaleString("en-GB") + " accelerator-hours" : scientific(point.value)));
          });
          return lines.join("\n");
        },
      },
      xAxis: { type: "category", data: data.days, axisLine: { lineStyle: { color: grid } }, axisTick: { show: false }, axisLabel: { color: faint, hideOverlap: true, fontSize: 11 } },
      yAxis: [
        { type: "value", name: isNarrow ? "" : "acc.-hours a day", nameTextStyle: { color: faint, align: "left", fontSize: 11 }, axisLabel: { color: faint, fontSize: 11 }, splitLine: { lineStyle: { color: grid } } },
        { type: "log", show: hasOperations, name: isNarrow ? "" : "operations", nameTextStyle: { color: faint, align: "right", fontSize: 11 }, min: range.min, max: range.max, axisLabel: { color: faint, fontSize: 11, formatter: power }, splitLine: { show: false } },
      ],
      series: bars(data, shades).concat(hasOperations ? [
        expected,
        line("at most", data.operations.upper, "dashed", accent),
        line("at least", data.operations.lower, "dotted", accent),
      ] : []),
    };
  }

  function describe(data) {
    var last = data.operations.expected[data.operations.expected.length - 1];
    return "Accelerator-hours by day as bars, and operations in a rolling window of " + data.window_days +
      " days as lines on a logarithmic axis, from " + data.days[0] + " to " + data.days[data.days.length - 1] +
      ". Expected at the end: " + scientific(last) + ". The table below has the numbers.";
  }

  function draw(holder) {
    var data = JSON.parse(document.getElementById(holder.dataset.chart).textContent);
    if (!data.days.length) return;
    var chart = echarts.init(holder, null, { renderer: "svg" });
    function paint() { chart.setOption(options(data, holder.clientWidth < 520), true); }
    paint();
    document.addEventListener("theme", paint);
    new ResizeObserver(function () { chart.resize(); paint(); }).observe(holder);
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-chart]").forEach(draw);
  });
})();
