package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsTest {
    private static final String SECRET = "pa$$ w\u00f6rd&=";

    @TempDir
    private Path folder = Path.of(".");

    private Loading loading() {
        return new Loading(folder, Map.of("PASSWORD", SECRET, "PLACE", "db.example.com", "THREADS", "3"));
    }

    @Test
    void theLedgersPasswordIsReadOnlyWhenItIsUsed() {
        LoadedConfiguration loaded = loading().load("""
                currency: EUR
                ledger:
                  url: jdbc:postgresql://${env:PLACE}/apportion?ssl=true
                  user: apportion
                  password: ${env:PASSWORD}
                """);
        assertThat(loaded.ledger().address().reveal())
                .isEqualTo("jdbc:postgresql://db.example.com/apportion?ssl=true&user=apportion"
                        + "&password=pa%24%24%20w%C3%B6rd%26%3D");
        assertThat(loaded.configuration().ledgerUrl()).isEqualTo("jdbc:postgresql://${env:PLACE}/apportion?ssl=true");
        assertThat(loaded + loaded.effective().json()).doesNotContain("rd&=", "db.example.com");
    }

    @Test
    void aMissingPasswordIsNamedWhenItIsUsed() {
        LoadedConfiguration loaded = loading()
                .load("currency: EUR\nledger: {url: 'jdbc:postgresql://h/d', user: u, password: '${env:GONE}'}");
        assertThatThrownBy(() -> loaded.ledger().address().reveal())
                .isInstanceOf(ApportionException.class)
                .hasMessage("CONFIG_SECRET_MISSING ${env:GONE}: The environment variable GONE is not set. "
                        + "Set it for the process that runs apportion.");
    }

    @Test
    void aSecretMayComeFromAFileWithoutItsLastLineBreak() {
        Path file = folder.resolve("secret");
        LoadedConfiguration loaded = loading()
                .file("secret", "s3cret\r\n")
                .load("currency: EUR\nledger: {url: 'jdbc:x:', user: u, password: '${file:" + file + "}'}");
        assertThat(loaded.ledger().password().orElseThrow().reveal()).isEqualTo("s3cret");
        assertThat(loaded.ledger().password().orElseThrow()).hasToString("***");
    }

    @Test
    void aReplacedValueIsCheckedLikeAWrittenOne() {
        assertThat(loading()
                        .load("currency: EUR\nengine: {threads: '${env:THREADS}'}")
                        .configuration()
                        .engine()
                        .threads())
                .isEqualTo(3);
        assertThat(loading().mistakes("currency: EUR\nengine: {threads: '${env:PASSWORD}'}"))
                .containsExactly(
                        "CONFIG_WRONG_VALUE apportion.yaml:2:19: '${env:PASSWORD}' is not a value of 'threads'. "
                                + "Write it like 4 or auto.");
    }

    @Test
    void twoDollarsWriteOne() {
        assertThat(loading()
                        .load("currency: EUR\ndata: a$${env:X}b")
                        .configuration()
                        .data())
                .hasFileName("a${env:X}b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key", "apiKey_token", "client.secret", "password", "Token", "credentials", "key"})
    void whatIsCalledSecretMustBeAReference(String option) {
        assertThat(loading().mistakes("currency: EUR\nsources: [{id: s, path: p, options: {" + option + ": abc}}]"))
                .containsExactly(
                        "CONFIG_SECRET_IN_CLEAR apportion.yaml:2:" + (40 + option.length()) + ": The value of '"
                                + option + "' is secret and must not stand in the file. "
                                + "Write a reference such as ${env:NAME} or ${file:/path}.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://u:p@h/d", "jdbc:postgresql://h/d?user=u&password=p", "jdbc:x:?PWD=p"})
    void addressesHoldNoPassword(String url) {
        assertThat(loading().mistakes("currency: EUR\nledger: {url: '" + url + "'}"))
                .containsExactly(
                        "CONFIG_SECRET_IN_CLEAR apportion.yaml:2:15: The address holds a password in clear text. "
                                + "Write it as a reference under the key password.");
    }

    @Test
    void keysThatAreDataOfTheUserAreNoSecrets() {
        assertThat(loading().load("""
                currency: EUR
                organization: {units: [{id: u}]}
                directory: {entries: [{tag: {token: abc}, unit: u}]}
                tags: {synonyms: {token: [secret]}}
                """).configuration().directory().entries()).hasSize(1);
    }
}
