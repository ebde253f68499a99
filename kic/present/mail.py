"""Letters as drafts for the office's mail program: `.eml` files that nobody has sent yet.

`X-Unsent: 1` makes mail programs open them for editing. Nothing is sent from here, and no time is written: the same
letter is the same file.
"""

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

from kic.present.safe import safe_line

_TYPES = {
    "pdf": ("application", "pdf"),
    "docx": ("application", "octet-stream"),
    "xlsx": ("application", "octet-stream"),
}


def draft(
    *,
    to: str,
    sender: str | None,
    subject: str,
    text: str,
    attachments: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """A draft with a plain text and files beside it; control characters in headers are made visible."""
    message = EmailMessage(policy=SMTP)
    message["To"] = safe_line(to)
    if sender:
        message["From"] = safe_line(sender)
    message["Subject"] = safe_line(" ".join(subject.split()))
    message["X-Unsent"] = "1"
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    for name, content in attachments:
        maintype, subtype = _TYPES[name.rpartition(".")[2]]
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_kic_{number}")
    return message.as_bytes()
