package org.apportion.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void retryAfterReadsSeconds() {
        assertThat(retryAfter("120")).contains(Duration.ofMinutes(2));
    }

    @Test
    void retryAfterReadsADate() {
        assertThat(retryAfter("Sun, 01 Nov 2026 00:00:30 GMT")).contains(Duration.ofSeconds(30));
    }

    @Test
    void aPassedRetryAfterDateIsZero() {
        assertThat(retryAfter("Sat, 31 Oct 2026 00:00:00 GMT")).contains(Duration.ZERO);
    }

    @Test
    void anUnreadableRetryAfterIsNone() {
        assertThat(retryAfter("soon")).isEmpty();
        assertThat(retryAfter("99999999999999999999")).isEmpty();
    }

    @Test
    void redactionHidesWhatLooksLikeACredential() {
        assertThat(Redaction.clean("Authorization: Bearer abc.def-1")).isEqualTo("Authorization: ***");
        assertThat(Redaction.clean("jwt eyJhbGciOi.eyJzdWIi.c2ln end")).isEqualTo("jwt *** end");
        assertThat(Redaction.clean("Credential=AKIAIOSFODNN7EXAMPLE/2026")).doesNotContain("AKIA");
        assertThat(Redaction.clean("{\"client_secret\":\"s3cret\",\"a\":1}"))
                .isEqualTo("{\"client_secret\":\"***\",\"a\":1}");
        assertThat(Redaction.clean("access_token=xyz&b=2")).isEqualTo("access_token=***&b=2");
    }

    @Test
    void redactionGivesOneShortLine() {
        assertThat(Redaction.clean("a\r\n\tb\u001b[31m")).isEqualTo("a b [31m");
        assertThat(Redaction.clean("x".repeat(100_000))).hasSize(304);
    }

    @Test
    void jsonKeepsEveryDigitAndWritesNoExponent() {
        String text = "{\"q\":1234567890123456789.000000001}";
        assertThat(Json.read(text).map(Json::write)).contains(text);
        assertThat(Json.write(Json.object().put("q", new BigDecimal("1E+3")))).isEqualTo("{\"q\":1000}");
    }

    @Test
    void halfAJsonTextIsNone() {
        assertThat(Json.read("{\"a\":")).isEmpty();
        assertThat(Json.read("{} {}")).isEmpty();
        assertThat(Json.read("")).isEmpty();
    }

    @Test
    void aNumberMayBeWrittenAsText() {
        var tree = Json.read("{\"a\":\"1.50\",\"b\":2,\"c\":\"x\",\"d\":null}").orElseThrow();
        assertThat(Json.number(tree, "a")).contains(new BigDecimal("1.50"));
        assertThat(Json.number(tree, "b")).contains(BigDecimal.valueOf(2));
        assertThat(Json.number(tree, "c")).isEmpty();
        assertThat(Json.text(tree, "d")).isEmpty();
    }

    @Test
    void plainTreesHoldTextsNumbersListsAndMaps() {
        var tree =
                Json.read("{\"a\":[1,true,\"t\"],\"b\":null,\"c\":{\"d\":2}}").orElseThrow();
        assertThat(Json.plain(tree).toString()).isEqualTo("{a=[1, true, t], c={d=2}}");
    }

    @Test
    void theEnvironmentFillsWhatIsAbsentAlone() {
        PluginSettings settings = new PluginSettings("x", Map.of("a", "set", "b", " "))
                .orEnvironment(Map.of("a", "A", "b", "B", "c", "C"), Map.of("A", "env a", "B", "env b"));
        assertThat(settings.settings()).isEqualTo(Map.of("a", "set", "b", "env b"));
    }

    @Test
    void aWrongSettingIsNamed() {
        PluginSettings settings =
                new PluginSettings("amazon", Map.of("endpoint", "ftp://x", "late-window", "-PT1H", "api", "both"));
        assertThatThrownBy(() -> settings.address("endpoint"))
                .hasMessage(
                        "HTTP_SETTING_WRONG amazon.endpoint: the setting is not an address. Write it as https://host.");
        assertThatThrownBy(() -> settings.duration("late-window")).hasMessageContaining("amazon.late-window");
        assertThatThrownBy(() -> settings.word("api", "one", "two")).hasMessageContaining("one, two");
        assertThatThrownBy(() -> settings.required("region"))
                .hasMessageContaining("amazon.region: the setting is missing");
    }

    @Test
    void aNameThatIsNotKnownIsToldWithTheOneThatWasMeant() {
        Set<String> known = Set.of("bucket", "region");
        Set<String> secrets = Set.of("access-key-id");

        assertThatThrownBy(() -> new PluginSettings("s3", Map.of("bukcet", "x")).requireOnly(known, Set.of(), secrets))
                .hasMessage("HTTP_SETTING_WRONG s3.bukcet: the setting is not known. Did you mean bucket?");
        assertThatThrownBy(() -> new PluginSettings("s3", Map.of("color", "x")).requireOnly(known, Set.of(), secrets))
                .hasMessageEndingWith("Settings are bucket, region.");
        assertThatThrownBy(() -> new PluginSettings("s3", Map.of()).requireOnly(known, Set.of("acess-key-id"), secrets))
                .hasMessage("HTTP_SETTING_WRONG s3.acess-key-id: the setting is not known as a secret."
                        + " Did you mean access-key-id?");
        assertThatThrownBy(() -> new PluginSettings("s3", Map.of()).requireOnly(known, Set.of("token"), Set.of()))
                .hasMessageEndingWith("Take it out; there are none.");
    }

    @Test
    void aSecretAmongTheSettingsAndASettingAmongTheSecretsAreTold() {
        Set<String> known = Set.of("bucket");
        Set<String> secrets = Set.of("key");

        assertThatThrownBy(() -> new PluginSettings("s3", Map.of("key", "x")).requireOnly(known, Set.of(), secrets))
                .hasMessageEndingWith("Write it under secrets.");
        assertThatThrownBy(() -> new PluginSettings("s3", Map.of()).requireOnly(known, Set.of("bucket"), secrets))
                .hasMessageEndingWith("Write it under settings.");
    }

    private static java.util.Optional<Duration> retryAfter(String text) {
        return RetryAfter.of(new HttpReply.Answered(429, Map.of("retry-after", text), "", Digests.none()), NOW);
    }
}
