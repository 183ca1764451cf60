"""The person's way, one module per step, in plain verbs. Read in this order:

find → ask → screen → agree → wish → refer → answer → meet → attend → follow → measure → report; and leave.
"""
