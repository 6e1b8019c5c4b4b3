"""The front page and its switches."""


def test_the_front_page_is_shown(client):
    assert client.get("/").status_code == 200


def test_the_text_size_is_kept(client):
    answer = client.get("/text-size/extra?back=/")
    assert answer.status_code == 303
    assert 'data-text="extra"' in client.get("/").get_data(as_text=True)


def test_a_switch_never_leads_off_the_site(client):
    for bad in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "//[", "/\t/x"):
        assert client.get("/text-size/large", query_string={"back": bad}).headers["Location"] == "/"
