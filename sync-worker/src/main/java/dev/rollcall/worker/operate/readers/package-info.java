/** What the tools of those who read the tables want to know of them, written from the database: Prisma, Drizzle, TypeScript, SQL. */
@NullMarked
package dev.rollcall.worker.operate.readers;

import org.jspecify.annotations.NullMarked;
