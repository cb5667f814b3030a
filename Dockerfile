# What runs: packages without those for development, as the lock file has them.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY .ci/prepare .ci/prepare
RUN npm ci --omit=dev

# What is built: the dashboard, and the program compiled.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && .ci/prepack

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    VIEWCURVE_DATA=/data \
    VIEWCURVE_HOST=0.0.0.0 \
    XDG_CONFIG_HOME=/config
WORKDIR /app
COPY --from=packages /app ./
COPY --from=build /app/dist dist
COPY --from=build /app/dashboard/dist dashboard/dist
COPY viewcurve ./
COPY migrations migrations
COPY docs docs
# The secret that seals keys lies apart from the data: whoever copies the one volume has not the other.
RUN install -d -o node -g node -m 0700 /data /config
VOLUME ["/data", "/config"]
USER node
EXPOSE 8686
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8686/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/app/viewcurve"]
CMD ["start"]
