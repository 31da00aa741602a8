// A small JSON API: a Hono application as a service worker.
import { Hono } from "hono";
import { cors } from "hono/cors";
import { fire } from "hono/service-worker";

type Star = { name: string; magnitude: number };

const stars = new Map<string, Star>([
  ["deneb", { name: "Deneb", magnitude: 1.25 }],
  ["sadr", { name: "Sadr", magnitude: 2.23 }],
  ["albireo", { name: "Albireo", magnitude: 3.05 }],
]);

const app = new Hono();

app.use("/api/*", cors());

app.get("/api/stars", (c) => c.json([...stars.values()]));

app.get("/api/stars/:name", (c) => {
  const star = stars.get(c.req.param("name").toLowerCase());
  return star ? c.json(star) : c.json({ error: "no such star" }, 404);
});

app.post("/api/stars", async (c) => {
  const star = await c.req.json<Star>().catch(() => null);
  if (!star?.name || typeof star.magnitude !== "number") {
    return c.json({ error: "send {name, magnitude}" }, 400);
  }
  stars.set(star.name.toLowerCase(), star);
  return c.json(star, 201);
});

// What the application does not know is left to the network: the static files.
fire(app);
