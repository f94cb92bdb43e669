// Delivers what happened, signed, in order, until each is acknowledged; Clerk's sender does as much, and less orderly.
import crypto from "node:crypto";

const AGAIN_MS = 500;

export class Webhooks {
  #running = false;

  constructor(url, secret, instance) {
    this.url = url;
    this.key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    this.instance = instance;
  }

  start() {
    this.instance.happened = () => void this.#deliver();
    void this.#deliver();
  }

  async #deliver() {
    if (this.#running) {
      return;
    }
    this.#running = true;
    let quiet = false;
    while (this.instance.outbox.length > 0) {
      const problem = await this.#post(this.instance.outbox[0]);
      if (problem === undefined) {
        this.instance.delivered();
        quiet = false;
      } else {
        if (!quiet) {
          console.error(`local Clerk: ${this.url}: ${problem}; trying again`);
          quiet = true;
        }
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
    this.#running = false;
  }

  async #post({ id, body }) {
    const timestamp = Math.floor(Date.now() / 1000).toString();
    const signature = crypto.createHmac("sha256", this.key).update(`${id}.${timestamp}.${body}`).digest("base64");
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` },
        body,
      });
      return answer.ok ? undefined : `answered ${answer.status}`;
    } catch (failed) {
      return String(failed.cause?.message ?? failed.message);
    }
  }
}
