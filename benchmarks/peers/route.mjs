// What the routes have alike: the signature, and an answer when their transaction is committed.
// Environment: PORT, SECRET (whsec_…).
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = Buffer.from(process.env.SECRET.slice("whsec_".length), "base64");

function verified(headers, body) {
  const content = Buffer.concat([Buffer.from(`${headers["svix-id"]}.${headers["svix-timestamp"]}.`), body]);
  const expected = createHmac("sha256", key).update(content).digest();
  const age = Math.abs(Date.now() / 1000 - Number(headers["svix-timestamp"]));
  return age < 300 && headers["svix-signature"].split(" ").some((candidate) => {
    const given = Buffer.from(candidate.slice("v1,".length), "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

// apply: takes the object of one event.
export function serve(apply) {
  createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", async () => {
      const body = Buffer.concat(parts);
      try {
        if (verified(request.headers, body)) {
          await apply(JSON.parse(body).data);
          response.writeHead(202, { "content-length": 0 }).end();
        } else {
          response.writeHead(401, { "content-length": 0 }).end();
        }
      } catch (failed) {
        console.error(failed.message);
        response.writeHead(503, { "content-length": 0 }).end();
      }
    });
  }).listen(Number(process.env.PORT), "127.0.0.1");
}
