import type { ReactNode } from "react";
import { setting } from "@/lib/settings";

export const metadata = { title: "Rollcall example", icons: { icon: "data:," } }; // no icon, which a browser would ask for
export const dynamic = "force-dynamic";

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui", maxWidth: "48rem", margin: "2rem auto", padding: "0 1rem" }}>
        <nav style={{ display: "flex", gap: "1rem", alignItems: "center" }}>
          <a href="/">Home</a>
          <a href="/projects">Projects</a>
          <a href="/people">People</a>
          <a href="/organization">Members</a>
          <form method="post" action={`${setting("CLERK_API_URL")}/sign-out`}>
            <button>Sign out</button>
          </form>
        </nav>
        {children}
      </body>
    </html>
  );
}
