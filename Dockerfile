# One image for the web server and the worker ("app"), and nginx with the same release's static files ("proxy").
# Nothing secret is in it: SECRET_KEY, DATABASE_URL and PUBLIC_DATABASE_URL come with the container's environment.

FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update && apt-get install -y --no-install-recommends libexpat1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements-uv.txt requirements.txt ./
RUN python -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir --require-hashes -r requirements-uv.txt \
    && python -m venv /opt/venv \
    && /opt/uv/bin/uv pip install --no-cache --python /opt/venv/bin/python --require-hashes -r requirements.txt
COPY . .
COPY --from=packages /app/node_modules node_modules
# The key is needed to read the settings, signs nothing, and stays in this line.
RUN export DATA_DIR=/app/var SECRET_KEY=only-for-collecting-files PATH="/opt/venv/bin:$PATH" \
    && python manage.py vendor_static \
    && python manage.py compile_messages \
    && python manage.py collectstatic --no-input \
    && rm -rf node_modules \
    && python -m compileall -q /app /opt/venv/lib

FROM python:3.11-slim-bookworm AS app
RUN apt-get update && apt-get install -y --no-install-recommends libexpat1 tzdata && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /app --shell /usr/sbin/nologin datcong
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# What the application writes; a new volume takes the owner of the folder it covers.
RUN install -d -o datcong -g datcong /app/var/media /app/var/tiles /app/var/imports /app/var/incoming /app/var/scenes /app/var/reports /app/var/mail /app/var/keys
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 DATA_DIR=/app/var
WORKDIR /app
USER datcong
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", \
     "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "20", "--log-level", "warning", "gis.wsgi:application"]

FROM nginx:1.28-bookworm AS proxy
COPY --from=build /app/var/static /srv/static
COPY deploy/nginx/site.conf.template /etc/nginx/templates/default.conf.template
