"""The real server answers, streams nothing it should not, and ends when told."""

from __future__ import annotations

import http.client
import signal

from tests.product import Product


def test_the_server_answers_refuses_the_oversized_and_ends_cleanly(product: Product) -> None:
    product.serve()
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=20)

    connection.request("GET", "/readyz")
    ready = connection.getresponse()
    words = ready.read()
    connection.putrequest("POST", "/accounts/login/")
    connection.putheader("Content-Length", str(26 * 1024 * 1024))
    connection.endheaders()
    refusal = connection.getresponse().status
    connection.close()
    web = product.processes[0]
    web.send_signal(signal.SIGTERM)

    assert ready.status in {200, 503}
    assert b'"database": "ok", "migrations": "ok"' in words
    assert refusal == 413
    assert web.wait(timeout=10) in {0, -signal.SIGTERM}


def test_each_copy_of_the_database_is_pristine(product: Product) -> None:
    assert product.run("migrate", "--check") == ""
