// Why the gateway refused a request, and what to do: the reasons of rollcall_ingest_requests_total.

const WORDS = {
  no_matching_signature: "It was signed with another secret. Is CLERK_WEBHOOK_SIGNING_SECRET the one of this very endpoint?",
  missing_header: "It has no signature at all, so Clerk did not send it: a browser or a health check?",
  malformed_header: "Its signature headers cannot be read. Does the tunnel change headers?",
  repeated_header: "It has its signature headers twice. Does the tunnel add headers?",
  mixed_header_families: "It has the headers of two senders at once. Does the tunnel add headers?",
  timestamp_old: "It is signed with a time too long ago. Is this machine's clock right, and does the tunnel hold requests back?",
  timestamp_new: "It is signed with a time that is still to come. Is this machine's clock right?",
  unknown_source: "Its path names a source that is not configured. The endpoint has to end in /webhooks/clerk.",
  path: "Its path is not that of a webhook. The endpoint has to end in /webhooks/clerk.",
  method: "It was no POST: perhaps a browser that looked at the address.",
  media_type: "It was no JSON.",
  content_encoding: "Its body was compressed, which Clerk's is not. Does the tunnel do that?",
  too_large: "It is larger than any webhook may be.",
  slow_sender: "Its body did not arrive in time. Is the tunnel slow?",
  disconnected: "Its sender went away before it was complete.",
  malformed_request: "It was no HTTP that can be read. Does something speak TLS to the port?",
  headers_too_large: "Its headers are larger than those of any webhook.",
};

/** One or two sentences about a reason. */
export const because = (reason) => WORDS[reason] ?? `The reason is ${reason}; the gateway's metrics count it.`;
