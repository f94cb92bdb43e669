-- CreateTable
CREATE TABLE "public"."people" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "people_organization_id_email_key" ON "public"."people"("organization_id", "email");

-- AddForeignKey
ALTER TABLE "public"."people" ADD CONSTRAINT "people_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "clerk"."organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Written by hand.
select rollcall.protect_table('public.people', 'organization_id');
grant select, insert, update, delete on public.people to rollcall_tenant, rollcall_backend;
