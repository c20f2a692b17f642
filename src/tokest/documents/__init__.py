"""Read YAML strictly: positions, typed fields, every problem at once.

A document's shape is declared once, as nested kinds (`Record`, `Many`, `Text`, `Number`, ...).
`read` composes the node tree, never lets YAML guess a type (``1e-6`` stays a number, ``no`` stays
a word, a date stays a date), turns it into the frozen values the kinds build, and reports all
problems as ``path:line:column: what, nearest right answer``.
"""
