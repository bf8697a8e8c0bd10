"""Fifty invented sentences with Penn tags, small enough to read, for the tagger's training script."""

from pathlib import Path

SENTENCES = """
The/DT judge/NN ruled/VBD on/IN Monday/NNP ./.
The/DT judges/NNS rule/VBP today/NN ./.
A/DT county/NN sues/VBZ the/DT state/NN ./.
The/DT county/NN sued/VBD the/DT states/NNS ./.
The/DT ruling/NN blocks/VBZ the/DT plan/NN ./.
Two/CD blocks/NNS stood/VBD empty/JJ ./.
The/DT clerk/NN files/VBZ a/DT brief/NN ./.
The/DT clerk/NN lost/VBD the/DT files/NNS ./.
The/DT agency/NN plans/VBZ to/TO appeal/VB ./.
The/DT appeal/NN failed/VBD ./.
The/DT plans/NNS failed/VBD ./.
They/PRP want/VBP to/TO sue/VB ./.
She/PRP wants/VBZ an/DT answer/NN ./.
He/PRP answers/VBZ slowly/RB ./.
The/DT mayor/NN signed/VBD it/PRP ./.
The/DT order/NN signed/VBN Friday/NNP stands/VBZ ./.
The/DT bill/NN was/VBD signed/VBN ./.
The/DT board/NN has/VBZ voted/VBN ./.
The/DT board/NN voted/VBD ./.
The/DT vote/NN was/VBD close/JJ ./.
Members/NNS vote/VBP tonight/NN ./.
The/DT council/NN will/MD vote/VB ./.
The/DT council/NN may/MD order/VB a/DT study/NN ./.
An/DT order/NN followed/VBD ./.
Lawyers/NNS study/VBP the/DT case/NN ./.
The/DT case/NN is/VBZ pending/JJ ./.
Roe/NNP is/VBZ filing/VBG a/DT motion/NN ./.
The/DT filing/NN was/VBD late/JJ ./.
The/DT court/NN threw/VBD out/RP the/DT case/NN ./.
They/PRP walked/VBD out/RB ./.
She/PRP fell/VBD out/IN of/IN it/PRP ./.
The/DT law/NN that/WDT passed/VBD is/VBZ new/JJ ./.
She/PRP said/VBD that/IN it/PRP failed/VBD ./.
That/DT law/NN failed/VBD ./.
Who/WP signed/VBD it/PRP ?/.
The/DT city/NN 's/POS lawyer/NN spoke/VBD ./.
It/PRP 's/VBZ late/JJ ./.
He/PRP did/VBD n't/RB speak/VB ./.
Her/PRP$ speech/NN was/VBD long/JJ ./.
The/DT longest/JJS speech/NN won/VBD ./.
A/DT longer/JJR speech/NN lost/VBD ./.
There/EX is/VBZ a/DT law/NN ./.
They/PRP live/VBP there/RB ./.
The/DT judge/NN and/CC the/DT clerk/NN left/VBD ./.
He/PRP left/VBD early/RB ./.
The/DT early/JJ vote/NN matters/VBZ ./.
Such/JJ matters/NNS take/VBP time/NN ./.
When/WRB he/PRP left/VBD ,/, she/PRP spoke/VBD ./.
Three/CD Boone/NNP County/NNP officers/NNS testified/VBD ./.
The/DT charged/VBN man/NN pleaded/VBD guilty/JJ ./.
""".strip().splitlines()


def write_treebank(path: Path) -> Path:
    """Write the sentences as CoNLL-U and return the path."""
    lines = []
    for sentence in SENTENCES:
        pairs = [word.rsplit("/", 1) for word in sentence.split(" ")]
        lines.append("# text = " + " ".join(word for word, _ in pairs))
        lines += [f"{i}\t{word}\t_\t_\t{tag}\t_\t0\t_\t_\t_" for i, (word, tag) in enumerate(pairs, 1)]
        lines.append("")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
