"""Fifty invented sentences with Penn tags, small enough to read, for the training script.

A noun's verb stands behind its tag: "judge/NN/s3" is the subject of the third word, "plan/NN/o3" its object.
"""

from pathlib import Path

SENTENCES = """
The/DT judge/NN/s3 ruled/VBD on/IN Monday/NNP ./.
The/DT judges/NNS/s3 rule/VBP today/NN ./.
A/DT county/NN/s3 sues/VBZ the/DT state/NN/o3 ./.
The/DT county/NN/s3 sued/VBD the/DT states/NNS/o3 ./.
The/DT ruling/NN/s3 blocks/VBZ the/DT plan/NN/o3 ./.
Two/CD blocks/NNS/s3 stood/VBD empty/JJ ./.
The/DT clerk/NN/s3 files/VBZ a/DT brief/NN/o3 ./.
The/DT clerk/NN/s3 lost/VBD the/DT files/NNS/o3 ./.
The/DT agency/NN/s3 plans/VBZ to/TO appeal/VB ./.
The/DT appeal/NN/s3 failed/VBD ./.
The/DT plans/NNS/s3 failed/VBD ./.
They/PRP/s2 want/VBP to/TO sue/VB ./.
She/PRP/s2 wants/VBZ an/DT answer/NN/o2 ./.
He/PRP/s2 answers/VBZ slowly/RB ./.
The/DT mayor/NN/s3 signed/VBD it/PRP/o3 ./.
The/DT order/NN/s5 signed/VBN Friday/NNP stands/VBZ ./.
The/DT bill/NN/s4 was/VBD signed/VBN ./.
The/DT board/NN/s4 has/VBZ voted/VBN ./.
The/DT board/NN/s3 voted/VBD ./.
The/DT vote/NN was/VBD close/JJ ./.
Members/NNS/s2 vote/VBP tonight/NN ./.
The/DT council/NN/s4 will/MD vote/VB ./.
The/DT council/NN/s4 may/MD order/VB a/DT study/NN/o4 ./.
An/DT order/NN/s3 followed/VBD ./.
Lawyers/NNS/s2 study/VBP the/DT case/NN/o2 ./.
The/DT case/NN is/VBZ pending/JJ ./.
Roe/NNP/s3 is/VBZ filing/VBG a/DT motion/NN/o3 ./.
The/DT filing/NN was/VBD late/JJ ./.
The/DT court/NN/s3 threw/VBD out/RP the/DT case/NN/o3 ./.
They/PRP/s2 walked/VBD out/RB ./.
She/PRP/s2 fell/VBD out/IN of/IN it/PRP ./.
The/DT law/NN/s4 that/WDT passed/VBD is/VBZ new/JJ ./.
She/PRP/s2 said/VBD that/IN it/PRP/s5 failed/VBD ./.
That/DT law/NN/s3 failed/VBD ./.
Who/WP/s2 signed/VBD it/PRP/o2 ?/.
The/DT city/NN 's/POS lawyer/NN/s5 spoke/VBD ./.
It/PRP 's/VBZ late/JJ ./.
He/PRP/s4 did/VBD n't/RB speak/VB ./.
Her/PRP$ speech/NN was/VBD long/JJ ./.
The/DT longest/JJS speech/NN/s4 won/VBD ./.
A/DT longer/JJR speech/NN/s4 lost/VBD ./.
There/EX is/VBZ a/DT law/NN ./.
They/PRP/s2 live/VBP there/RB ./.
The/DT judge/NN/s6 and/CC the/DT clerk/NN/s6 left/VBD ./.
He/PRP/s2 left/VBD early/RB ./.
The/DT early/JJ vote/NN/s4 matters/VBZ ./.
Such/JJ matters/NNS/s3 take/VBP time/NN/o3 ./.
When/WRB he/PRP/s3 left/VBD ,/, she/PRP/s6 spoke/VBD ./.
Three/CD Boone/NNP County/NNP officers/NNS/s5 testified/VBD ./.
The/DT charged/VBN man/NN/s4 pleaded/VBD guilty/JJ ./.
""".strip().splitlines()


def write_treebank(path: Path) -> Path:
    """Write the sentences as CoNLL-U and return the path."""
    lines = []
    for sentence in SENTENCES:
        rows = [word.split("/") for word in sentence.split(" ")]
        lines.append("# text = " + " ".join(row[0] for row in rows))
        for number, (word, tag, *roles) in enumerate(rows, 1):
            kind = "VERB" if tag.startswith("VB") else "_"
            links = "|".join(f"{role[1:]}:{'nsubj' if role[0] == 's' else 'obj'}" for role in roles) or "_"
            lines.append(f"{number}\t{word}\t_\t{kind}\t{tag}\t_\t0\t_\t{links}\t_")
        lines.append("")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
