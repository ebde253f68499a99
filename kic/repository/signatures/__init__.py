"""Who may change decisions and adopted texts: commits that do so carry a signature which the base branch allows.

Asked only where the base branch's settings have `signatures`; `judging.about_signatures` is the entrance.
"""
