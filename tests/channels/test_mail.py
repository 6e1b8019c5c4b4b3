"""E-mail, at a small mail server on 127.0.0.1."""

import socketserver
import threading
from email import message_from_string
from email.header import decode_header, make_header

import pytest

from portal.channels import Later, Refused, Unsure, mail


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: list[str] = []
        # What it answers to a command instead of the usual; None: it hangs up.
        self.answers: dict[str, str | None] = {}


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.say("220 mail.test")
        for line in iter(self.rfile.readline, b""):
            command = line.decode().split()[0].upper().rstrip(":")
            if command == "DATA":
                self.say("354 go on")
                letter = "".join(iter(lambda: self.rfile.readline().decode(), ".\r\n"))
                if not self.answer(".", "250 taken"):
                    return
                if self.server.answers.get(".", "250").startswith("250"):
                    self.server.letters.append(letter)
            elif not self.answer(command, "221 bye" if command == "QUIT" else "250 ok") or command == "QUIT":
                return

    def answer(self, command: str, usual: str) -> bool:
        given = self.server.answers.get(command, usual)
        if given is not None:
            self.say(given)
        return given is not None

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server():
    with _Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def send(server, **changed: object) -> None:
    facts = {"host": "127.0.0.1", "port": server.server_address[1], "user": "", "password": "", "sender": "a@linge.cn"}
    box = mail.MailBox(**{**facts, **changed})  # type: ignore[arg-type]
    mail.send(box, to="pan@town.example", subject="莲叶路社区：快到期了", text="莲叶路社区：快到期了。", reference="r1")


def test_a_mail_arrives_whole(server):
    send(server)
    [letter] = map(message_from_string, server.letters)
    assert str(make_header(decode_header(letter["Subject"]))) == "莲叶路社区：快到期了"
    assert (letter["From"], letter["To"], letter["Message-ID"]) == ("a@linge.cn", "pan@town.example", "<r1@linge.cn>")
    assert letter.get_payload(decode=True).decode().strip() == "莲叶路社区：快到期了。"


@pytest.mark.parametrize(
    ("command", "answer", "problem"),
    [
        ("MAIL", "451 later", Later),
        ("RCPT", "450 busy", Later),
        ("RCPT", "550 no such user", Refused),
        (".", "452 full", Later),
        (".", "554 spam", Refused),
        (".", None, Unsure),
    ],
)
def test_what_the_server_says_decides_whether_it_is_tried_again(server, command, answer, problem):
    server.answers = {command: answer}
    with pytest.raises(problem):
        send(server)
    assert server.letters == []


def test_a_server_that_ends_rudely_has_the_mail_all_the_same(server):
    server.answers = {"QUIT": "500 what"}
    send(server)
    assert len(server.letters) == 1


def test_a_password_is_never_sent_in_the_clear(server):
    with pytest.raises(Later, match="加密"):
        send(server, user="linge", password="sesame")


def test_a_server_that_is_not_there_is_for_later(server):
    with pytest.raises(Later):
        send(server, port=9)
