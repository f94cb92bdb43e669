package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;

/** E-mail domains of organizations. Their delete does not name the organization. */
final class Domains implements ObjectKind {

    private static final FieldNames NAMES = FieldNames.of(
            "object",
            "id",
            "organization_id",
            "name",
            "enrollment_mode",
            "affiliation_email_address",
            "affiliation_verification",
            "ownership_verification",
            "verification",
            "total_pending_invitations",
            "total_pending_suggestions",
            "public_organization_data",
            "created_at",
            "updated_at",
            // of a Clerk yet to come
            "certificate");

    private final History history;
    private final Dice dice;

    Domains(History history) {
        this.history = history;
        dice = history.dice;
    }

    @Override
    public String resource() {
        return "organizationDomain";
    }

    @Override
    public boolean isDeleteTold() {
        return true;
    }

    @Override
    public PlainObject begin(Company company, UserAccount user) {
        long now = history.now();
        PlainObject domain =
                new PlainObject(this, history.ids.next("orgdmn_", now), new Owners(company.id, null), NAMES, now);
        domain.fields
                .plain("object", "organization_domain")
                .plain("organization_id", company.id)
                .plain("name", dice.pick(Vocabulary.WORDS) + ".example.com")
                .plain("enrollment_mode", "automatic_invitation")
                .set("affiliation_email_address", dice.below(2) == 0 ? "null" : JsonText.quote(user.address))
                .set("affiliation_verification", "null")
                .set("ownership_verification", "{\"status\":\"unverified\",\"strategy\":\"txt\",\"attempts\":0}")
                .set("verification", "null")
                .set("public_organization_data", dice.below(3) == 0 ? company.embedded(dice, now) : "null")
                .set("certificate", dice.below(8) == 0 ? "{\"issuer\":null}" : null);
        count(domain);
        return domain;
    }

    @Override
    public String change(PlainObject domain) {
        switch (dice.below(3)) {
            case 0 -> domain.fields.plain("enrollment_mode", "enterprise_sso");
            case 1 ->
                domain.fields
                        .set(
                                "affiliation_verification",
                                "{\"status\":\"verified\",\"strategy\":\"email_code\",\"attempts\":1,\"expire_at\":"
                                        + history.now() + "}")
                        .set("ownership_verification", "null");
            default -> count(domain);
        }
        return "updated";
    }

    private void count(PlainObject domain) {
        domain.fields
                .set("total_pending_invitations", dice.pick(List.of("0", "5", "\"many\"")))
                .set("total_pending_suggestions", dice.below(5));
    }
}
