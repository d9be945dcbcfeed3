// What the seed document describes, as small as it can be: PATCH → repository writes the JSON file → event →
// broadcast, with one JSON.stringify for each client. Not durable: the file is written, never synced.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import express from "express";
import { WebSocket, WebSocketServer } from "ws";

const [directory] = process.argv.slice(2);
const app = express();
app.use(express.json({ limit: "1mb" }));
const http = createServer(app);
const wss = new WebSocketServer({ server: http });
const sessions = new Map();

function broadcast(event, data) {
  const message = { type: event, event, data, timestamp: Date.now() };
  wss.clients.forEach((client) => {
    if (client.readyState === WebSocket.OPEN) client.send(JSON.stringify(message));
  });
}

app.post("/api/sessions", (request, response) => {
  const session = { ...request.body, updatedAt: Date.now(), lastActivity: Date.now() };
  sessions.set(session.id, session);
  response.status(201).json(session);
});

app.patch("/api/sessions/:id", (request, response) => {
  const session = sessions.get(request.params.id);
  Object.assign(session, request.body, { updatedAt: Date.now(), lastActivity: Date.now() });
  writeFileSync(`${directory}/${session.id}.json`, JSON.stringify(session, null, 2));
  broadcast("session:updated", session);
  response.json(session);
});

// The loop alone: so many events to whoever is connected, yielding between them as separate changes would.
app.post("/broadcast/:count", async (request, response) => {
  const session = sessions.values().next().value;
  for (let sent = 0; sent < Number(request.params.count); sent++) {
    broadcast("session:updated", session);
    if (sent % 16 === 15) await new Promise(setImmediate);
  }
  response.json({});
});

http.listen(0, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${http.address().port}`));
