"""The interface describes itself, wholly."""

import pytest


@pytest.fixture
async def openapi(serving):
    """The description, as it is served."""
    site = await serving()
    return (await site.client.get("/openapi.json")).json()


async def test_every_route_is_described(openapi):
    """Each has a summary, a description, and each of its answers too."""
    routes = {
        f"{method} {path}": route
        for path, methods in openapi["paths"].items()
        for method, route in methods.items()
    }
    assert set(routes) == {
        "get /", "get /health", "get /health/live", "get /health/ready", "get /metrics",
    }  # fmt: skip
    for route in routes.values():
        assert route["summary"]
        assert route["description"]
        assert {"200", "500"} <= set(route["responses"])
        for response in route["responses"].values():
            assert response["description"] not in {"", "Successful Response"}


async def test_every_answer_has_a_schema(openapi):
    """Metrics alone are no JSON."""
    for path, methods in openapi["paths"].items():
        for route in methods.values():
            kinds = set(route["responses"]["200"]["content"])
            plain = {"text/plain; version=0.0.4; charset=utf-8"}
            assert kinds == (plain if path == "/metrics" else {"application/json"})


async def test_every_field_is_described(openapi):
    """And every schema."""
    schemas = openapi["components"]["schemas"]
    assert {"Health", "Live", "Part", "Plugin", "Problem", "Ready", "Welcome"} <= set(schemas)
    for schema in schemas.values():
        assert schema["description"]
        for field in schema.get("properties", {}).values():
            assert field["description"]


async def test_readiness_and_liveness_tell_of_503(openapi):
    """Whoever reads the description knows what a balancer will see."""
    for path in ("/health/ready", "/health/live"):
        assert "503" in openapi["paths"][path]["get"]["responses"]
