"""E-mail by SMTP. Encrypted: from the first byte on port 465, by STARTTLS elsewhere."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage

from portal.channels import Later, Refused, Unsure

SECONDS = 10


@dataclass(frozen=True, slots=True)
class MailBox:
    """The operator's own mail account, from which messages go out."""

    host: str
    port: int
    user: str
    password: str
    sender: str


def send(box: MailBox, *, to: str, subject: str, text: str, reference: str) -> str:
    """Hand one mail to the server. Raises Later, Refused, Unsure."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = box.sender, to, subject
    letter["Message-ID"] = f"<{reference}@{box.sender.rpartition('@')[2] or 'linge'}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text, cte="base64")
    server = _ready(box)
    try:
        server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as refusal:
        _judge(max(code for code, _ in refusal.recipients.values()), "收件人")
    except smtplib.SMTPResponseException as refusal:
        _judge(refusal.smtp_code, "邮件")
    except (smtplib.SMTPException, OSError):
        raise Unsure("连接中断，没有等到回答") from None
    finally:
        with suppress(smtplib.SMTPException, OSError):  # it has the mail, or has said no
            server.quit()
    return ""


def _ready(box: MailBox) -> smtplib.SMTP:
    """A connection that is encrypted and signed in. Nothing was handed over yet: whatever goes wrong, later is fine."""
    context = ssl.create_default_context()
    try:
        server: smtplib.SMTP
        if box.port == 465:
            server = smtplib.SMTP_SSL(box.host, box.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(box.host, box.port, timeout=SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif box.user:
                server.close()
                raise Later("邮件服务器没有加密，密码不能明着发")
        if box.user:
            server.login(box.user, box.password)
    except smtplib.SMTPAuthenticationError:
        raise Later("邮箱的用户名或密码不对") from None
    except (smtplib.SMTPException, OSError):
        raise Later("连不上邮件服务器") from None
    return server


def _judge(code: int, what: str) -> None:
    if 400 <= code < 500:
        raise Later(f"邮件服务器忙，回答 {code}")
    raise Refused(f"{what}被邮件服务器退回，回答 {code}")
