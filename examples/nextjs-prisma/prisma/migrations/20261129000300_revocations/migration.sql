-- CreateTable
CREATE TABLE "public"."revocations" (
    "user_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "revocations_pkey" PRIMARY KEY ("user_id","organization_id")
);

-- Written by hand: protected, so that a right given by mistake shows no other organization's.
select rollcall.protect_table('public.revocations', 'organization_id');
grant select, insert, update, delete on public.revocations to rollcall_backend;
