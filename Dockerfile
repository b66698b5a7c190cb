ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY apps ./apps
COPY libs ./libs
COPY extensions ./extensions
COPY examples ./examples
RUN npm run build

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    AUTHENGINE_DATA_DIR=/var/lib/authengine
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY bin ./bin
RUN ln -s /app/bin/authengine.mjs /usr/local/bin/authengine \
    && install -d -o node -g node -m 0700 /var/lib/authengine
USER node
VOLUME /var/lib/authengine
EXPOSE 8000
# Alive, not ready: a store that is down is no reason to restart the service.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8000}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The process itself is PID 1: it handles SIGTERM. Its only children are the workers of WEB_CONCURRENCY, whose end it waits for.
CMD ["node", "dist/apps/cli/src/main.js", "run"]
