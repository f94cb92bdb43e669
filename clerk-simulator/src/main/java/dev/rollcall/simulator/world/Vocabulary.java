package dev.rollcall.simulator.world;

import java.util.List;

/** Words of the world, plain ones and ones that break careless code. All are valid text in JSON and PostgreSQL. */
final class Vocabulary {

    static final List<String> FIRST_NAMES = List.of(
            "Ada",
            "Björn",
            "Chloé",
            "Dmitri",
            "Elif",
            "Fatima",
            "Grace",
            "Hiro",
            "Ines",
            "Jan",
            "Kwame",
            "Łucja",
            "Mary Ann",
            "Nguyễn",
            "Ólafur",
            "Priya",
            "Quentin",
            "Rosa",
            "Søren",
            "Tove",
            "Ursula",
            "Vera",
            "Wei",
            "Xóchitl",
            "Yusuf",
            "Zoë");

    static final List<String> LAST_NAMES = List.of(
            "Abiodun",
            "Bergström",
            "Castillo",
            "D'Angelo",
            "Eriksen",
            "Fernández-Ruiz",
            "García",
            "Hopper",
            "Iyer",
            "Jensen",
            "Kowalski",
            "Lovelace",
            "Müller",
            "Nakamura",
            "O'Brien",
            "Papadopoulos",
            "Quiñones",
            "Rossi",
            "Şahin",
            "Turing",
            "Ueda",
            "van der Berg",
            "Wójcik",
            "Xu",
            "Yılmaz",
            "Żak");

    /** Emoji, joiners, both directions, forms that look alike, quotes, injections, controls, the empty string. */
    static final List<String> ODD = List.of(
            "",
            " ",
            "null",
            "李小龍",
            "👩‍👩‍👧‍👦 family",
            "🏳️‍🌈",
            "e\u0301 is not \u00e9",
            "\u202Eright to left\u202C",
            "zero\u200Bwidth\uFEFF",
            "مرحبا",
            "Robert'); DROP TABLE clerk.users;--",
            "${jndi:ldap://127.0.0.1/a}",
            "{{7*7}}",
            "<script>alert(\"1\")</script>",
            "=cmd|' /C calc'!A0",
            "back\\slash and \"quotes\"",
            "tab\tnewline\nend",
            "bell\u0007delete\u007F",
            "\uFFFD\uFFFF",
            "𝕬𝖉𝖆",
            "İstanbul ıI",
            "a,b;c|d",
            "{\"json\":true}",
            "{a,b}",
            "\\N");

    static final List<String> COMPANIES = List.of(
            "Acme",
            "Globex",
            "Initech",
            "Umbrella",
            "Stark",
            "Wayne",
            "Hooli",
            "Vehement",
            "Massive Dynamic",
            "Soylent",
            "Café Zürich",
            "株式会社 山田",
            "Ørsted & Søn",
            "\"Quoted\" Ltd",
            "🚀 Rockets");

    static final List<String> WORDS = List.of(
            "alpha",
            "bravo",
            "charlie",
            "delta",
            "echo",
            "foxtrot",
            "golf",
            "hotel",
            "india",
            "juliett",
            "kilo",
            "lima",
            "mike",
            "november",
            "oscar",
            "papa",
            "quebec",
            "romeo",
            "sierra",
            "tango");

    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "clerk/clerk-sdk-go@v3.0.0",
            "@clerk/nextjs@6.20.1",
            "");

    private Vocabulary() {}

    /** A first name; one in twelve is odd. */
    static String firstName(Dice dice) {
        return dice.below(12) == 0 ? dice.pick(ODD) : dice.pick(FIRST_NAMES);
    }

    static String lastName(Dice dice) {
        return dice.below(12) == 0 ? dice.pick(ODD) : dice.pick(LAST_NAMES);
    }

    static String agent(Dice dice) {
        return dice.pick(AGENTS);
    }

    /** Also IPv6, and '' as live events have it. */
    static String address(Dice dice) {
        return switch (dice.below(8)) {
            case 0 -> "";
            case 1 -> "2001:db8::" + Integer.toHexString(dice.below(0x10000));
            default -> "192.0.2." + dice.below(256);
        };
    }
}
