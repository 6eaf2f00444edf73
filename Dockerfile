# The bot as an image: `serve`, `worker` and every other command. No compiler, no pip, no root.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock /
RUN python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --no-compile --require-hashes -r /requirements.lock

FROM python:3.11-slim-bookworm
# `backup` and `restore` of PostgreSQL run its own programs; they must not be older than the server.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && pip uninstall -y --quiet --root-user-action=ignore pip setuptools wheel \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin planbot \
    && install -d -o planbot -g planbot -m 0700 /app/var
WORKDIR /app
COPY --from=packages /venv /venv
COPY bot bot
COPY handlers handlers
COPY knowledge knowledge
COPY db db
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8000
USER planbot
VOLUME /app/var
EXPOSE 8000
# That it lives, not that it is ready: nobody restarts a bot because its database is away. `worker` has no such address.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
