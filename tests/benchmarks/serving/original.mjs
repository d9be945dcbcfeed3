// A server as the seed document draws it, on express and ws: an in-memory map, a pretty JSON file written for every
// change (not synced), and one JSON.stringify for each connected client. For measuring only.
import { createServer } from "node:http";
import { promises as fs } from "node:fs";
import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.argv[2], "package.json"));
const express = require("express");
const { WebSocketServer, WebSocket } = require("ws");

const directory = process.argv[3];
const sessions = new Map();
const bus = new EventEmitter();
const app = express();
app.use(express.json());

app.post("/api/sessions", async (request, response) => {
  const session = request.body;
  sessions.set(session.id, session);
  response.status(201).json(session);
});

app.patch("/api/sessions/:id", async (request, response) => {
  const session = { ...sessions.get(request.params.id), ...request.body, lastActivity: Date.now() };
  sessions.set(session.id, session);
  await fs.writeFile(path.join(directory, `${session.id}.json`), JSON.stringify(session, null, 2));
  bus.emit("session:updated", session);
  response.json(session);
});

// Broadcasts alone: as many events as asked for, each as if a session had changed.
app.post("/broadcast/:count", async (request, response) => {
  const session = sessions.values().next().value;
  for (let number = 0; number < Number(request.params.count); number += 1) {
    bus.emit("session:updated", session);
    if (number % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
  }
  response.json({});
});

const server = createServer(app);
const wss = new WebSocketServer({ server });
bus.on("session:updated", (data) => {
  const message = { type: "session:updated", event: "session:updated", data, timestamp: Date.now() };
  wss.clients.forEach((client) => {
    if (client.readyState === WebSocket.OPEN) client.send(JSON.stringify(message));
  });
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
