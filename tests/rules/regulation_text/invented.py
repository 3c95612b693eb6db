"""Invented regulation text in the form of the eCFR's XML. None of its words are law."""

SECTIONS = b"""<?xml version="1.0" encoding="UTF-8"?>
<DIV5 N="742" TYPE="PART" VOLUME="2">
<HEAD>PART 742&#x2014;KITES AND THEIR STRINGS</HEAD>
<AUTH><HED>Authority:</HED><PSPACE>An invented act.</PSPACE></AUTH>
<SOURCE><HED>Source:</HED><PSPACE>1 FR 1, invented.</PSPACE></SOURCE>
<DIV6 N="A" TYPE="SUBPART"><HEAD>Subpart A</HEAD>
<DIV8 N="742.1" TYPE="SECTION">
<HEAD>&#xA7; 742.1&#xA0;  Introduction.</HEAD>
<P>This part says when a kite
   needs a permit.</P>
<CITA TYPE="N">[1 FR 2, invented]</CITA>
</DIV8>
</DIV6>
<DIV8 N="&#xA7; 742.6" TYPE="SECTION">
<HEAD>&#xA7; 742.6   Windy hills.</HEAD>
<P>(a) <I>Permit needed.</I> A permit is needed for:</P>
<P>(1) Red kites;</P>
<P>(2) Blue kites, namely:</P>
<P>(i) Those longer than 10<SU>2</SU> metres (see (b) below);</P>
<P>(ii) Those of class K<E T="52">2</E>, with 1<FR>1/2</FR> tails:</P>
<P>(A) On strings of <E T="03">hemp;</E> or</P>
<P>(B) On others.</P>
<P>This holds on Sundays too.</P>
<P>(iii)(A) Those flown at night.</P>
<P>(B) Those flown at dawn.</P>
<P>(b) <I>Review</I>&#x2014;(1) <I>Who reviews.</I> The warden of the hill.</P>
<P>(2) The warden may ask a friend.</P>
<NOTE><HED>Note 1 to paragraph (b):</HED><P>A friend is:</P><P>(1) Kind; and</P><P>(3) Awake.</P></NOTE>
<P>(c)&#x2013;(g) [Reserved]</P>
<P>(h) <I>Table.</I> Fees are in this table:</P>
<DIV width="100%"><DIV class="gpotbl_div"><TABLE><THEAD><TR><TH>Kite</TH><TH>Fee <I>in</I> shells</TH></TR></THEAD>
<TBODY><TR><TD>Red</TD><TD>3</TD></TR><TR><TD>Blue</TD><TD>10<SU>1</SU></TD></TR></TBODY></TABLE></DIV></DIV>
<P>(i) <I>Exceptions.</I> None.</P>
<P>(j) <I>Dates.</I> Every day.</P>
</DIV8>
<DIV9 N="Supplement No. 1 to Part 742" TYPE="APPENDIX">
<HEAD>Supplement No. 1 to Part 742&#x2014;Hills</HEAD>
<P>The hills are invented.</P>
</DIV9>
</DIV5>
"""

CONTROL_LIST = b"""<DIV5 N="774" TYPE="PART"><HEAD>PART 774&#x2014;LIST OF KITES</HEAD>
<DIV8 N="774.1" TYPE="SECTION"><HEAD>&#xA7; 774.1   Introduction.</HEAD><P>See supplement no. 1.</P></DIV8>
<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX">
<HEAD>Supplement No. 1 to Part 774&#x2014;The List</HEAD>
<P>How to read this list.</P>
<HD1>Category 3&#x2014;Kites</HD1>
<HD1>A. &#x201C;Whole Kites&#x201D;</HD1>
<FP-2><B>3A090 Kites as follows (see List of Items Controlled).</B></FP-2>
<FP-1><E T="04">License Requirements</E></FP-1>
<P>a. An example that is no item.</P>
<FP-1><I>Related Controls:</I> See ECCNs 3A991 and 3D001.</FP-1>
<HD1>List of Items Controlled</HD1>
<FP-1><I>Related Definitions:</I> N/A</FP-1>
<FP><I>Items:</I> a. Kites that have any of the following:</FP>
<P>a.1. A &#x2018;pull&#x2019; of 10<SU>3</SU> or more;</P>
<P>a.2. A tail of 7.</P>
<P>a.2.a. If knotted.</P>
<P>b. Kites for moonlight.</P>
<P><I>e.g.</I> silver ones.</P>
<NOTE><HED>Note 1 to 3A090.a:</HED><P>It does not matter who flies.</P></NOTE>
<NOTE><HED>Note 2 to 3A090.a and 3A090.b:</HED><P>Paper kites:</P><P>a. Are not meant.</P></NOTE>
<P>c. through y. [Reserved]</P>
<P>z. Kites not elsewhere named in <B>3A991 or here</B>.</P>
<FP-2><B>3A991 Other kites.</B></FP-2>
<FP-1><E T="04">License Requirements</E></FP-1>
<P>p. Kites that hum.</P>
<HD1>D. &#x201C;Songs&#x201D;</HD1>
<FP-1><B>3D001 Songs about kites in 3A090</B>.</FP-1>
<HD1>Category 4&#x2014;Strings</HD1>
<P>A note on all strings.</P>
</DIV9>
<DIV9 N="Supplement No. 2 to Part 774" TYPE="APPENDIX"><HEAD>Supplement No. 2</HEAD>
<P><B>3A090</B> is spoken of here too.</P></DIV9>
</DIV5>
"""
