# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/phoenix
WORKDIR /src
# What is pinned changes seldom: this layer is built anew only when it does.
COPY constraints.txt pyproject.toml README.md LICENSE ./
RUN mkdir -p phoenix plugins/phoenix_corners plugins/phoenix_goals plugins/phoenix_qsc \
    && printf '__version__ = "0"\n' > phoenix/__init__.py \
    && /opt/phoenix/bin/pip install -c constraints.txt ".[postgres,redis]" \
    && /opt/phoenix/bin/pip uninstall --yes phoenix-football
COPY phoenix phoenix
COPY plugins plugins
RUN /opt/phoenix/bin/pip install --no-deps .

FROM python:3.13-slim
ENV PATH=/opt/phoenix/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LOG_FORMAT=json \
    PHOENIX_BIND=0.0.0.0 \
    PHOENIX_DATA_DIR=/var/lib/phoenix \
    PHOENIX_PLUGINS_FILE=/etc/phoenix/plugins.toml \
    PORT=10000
RUN useradd --system --uid 10001 --home-dir /var/lib/phoenix --create-home phoenix
COPY --from=build /opt/phoenix /opt/phoenix
COPY plugins.toml /etc/phoenix/plugins.toml
USER phoenix
WORKDIR /var/lib/phoenix
VOLUME /var/lib/phoenix
EXPOSE 10000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD \
    ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/live', timeout=4)"]
STOPSIGNAL SIGTERM
# One process for all; a part alone: serve --role web|bot|worker
ENTRYPOINT ["phoenix"]
CMD ["serve"]
