package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that editors, other systems and bad people make. */
final class HostileFilesTest {
    @TempDir
    private Path folder = Path.of(".");

    private Loading loading() {
        return Loading.in(folder);
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreFine() {
        Loading loading = loading().file("apportion.yaml", "\uFEFFcurrency: EUR\r\ncost-basis: billed\r\n");
        assertThat(loading.load().configuration().currency()).isEqualTo("EUR");
    }

    @Test
    void placesAreRightWithWindowsLineEnds() {
        assertThat(loading().mistakes("""
                                currency: EUR
                                rules:
                                  - id: r
                                    when: |
                                      true &&
                                      Foo
                                    tiers: []
                                """.replace("\n", "\r\n")))
                .containsExactly(
                        "CONFIG_CONDITION apportion.yaml:6:7: The column Foo is not known. Put text into quotes, "
                                + "read a tag by Tags['Foo'], or see the list of columns in docs/reference/configuration.md.");
    }

    @Test
    void columnsCountCharactersNotBytes() {
        assertThat(loading().mistakes("{currency: EUR, data: \"\uD83D\uDE00ä\", currancy: EUR}"))
                .containsExactly(
                        "CONFIG_UNKNOWN_KEY apportion.yaml:1:29: The key 'currancy' is not known here. Did you mean currency?");
    }

    @Test
    void tabsAreNamed() {
        assertThat(loading().mistakes("currency: EUR\nengine:\n\tthreads: 2\n"))
                .containsExactly("CONFIG_SYNTAX apportion.yaml:3:1: A tab stands where blanks are expected. "
                        + "Indent with blanks, two per level.");
    }

    @Test
    void otherEncodingsAreRefusedWithTheLine() {
        byte[] latin = "currency: EUR\n# Büro\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(loading().file("apportion.yaml", latin).mistakes())
                .containsExactly("CONFIG_NOT_TEXT apportion.yaml:2: The file is not UTF-8 text. "
                        + "Save it again with the encoding UTF-8.");
    }

    @Test
    void utf16IsRefused() {
        byte[] wide = "currency: EUR\n".getBytes(StandardCharsets.UTF_16);
        assertThat(loading().file("apportion.yaml", wide).mistakes())
                .containsExactly("CONFIG_NOT_TEXT apportion.yaml:1: The file is not UTF-8 text. "
                        + "Save it again with the encoding UTF-8.");
    }

    @Test
    void controlCharactersAreRefused() {
        assertThat(loading().mistakes("currency: E\u0000UR\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("CONFIG_SYNTAX");
    }

    @Test
    void filesBeyondTenMegabytesAreRefused() {
        byte[] huge = ("currency: EUR\n#" + "x".repeat(10_000_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(loading().file("apportion.yaml", huge).mistakes())
                .containsExactly(
                        "CONFIG_FILE_TOO_LARGE apportion.yaml: The file has 10000015 bytes, at most 10000000 are "
                                + "read. Move long lists to CSV files and name them by csv.");
    }

    @Test
    void aliasesThatUnfoldToBillionsAreRefused() {
        StringBuilder bomb = new StringBuilder("currency: EUR\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append("*a".concat(String.valueOf(i - 1)).concat(", ").repeat(10))
                    .append("x]\n");
        }
        assertThat(loading().mistakes(bomb.toString()))
                .containsExactly(
                        "CONFIG_SYNTAX apportion.yaml: The file has more than 1000000 values when its aliases are "
                                + "followed. Use fewer aliases, or move long lists to CSV files.");
    }

    @Test
    void anAliasInsideItselfIsRefused() {
        assertThat(loading().mistakes("currency: EUR\nsources: &all\n  - *all\n"))
                .contains("CONFIG_SYNTAX apportion.yaml:2:10: An alias stands inside the value that it repeats. "
                        + "Write the value without the alias.");
    }

    @Test
    void anchorsMayBeUsedForWhatIsRepeated() {
        LoadedConfiguration loaded = loading().load("""
                currency: EUR
                rules:
                  - {id: a, when: ServiceName == 'a', tiers: &tiers [direct: account]}
                  - {id: b, tiers: *tiers}
                """);
        assertThat(loaded.configuration().rules().get(1).parts())
                .isEqualTo(loaded.configuration().rules().get(0).parts());
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThat(loading().mistakes("currency: EUR\nsources: " + "[".repeat(100_000)))
                .containsExactly(
                        "CONFIG_SYNTAX apportion.yaml: The file nests deeper than 100 levels. Make it flatter.");
    }

    @Test
    void severalDocumentsAreRefused() {
        assertThat(loading().mistakes("currency: EUR\n---\ncurrency: USD\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("CONFIG_SYNTAX apportion.yaml:2:1: ");
    }

    @Test
    void numbersWithThousandsOfDigitsAreRefusedQuickly() {
        assertThat(loading().mistakes("currency: EUR\nengine: {threads: " + "9".repeat(100_000) + "}"))
                .hasSize(1);
    }

    @Test
    void conditionsOfAnyLengthEndWithAnAnswer() {
        String deep = "(".repeat(5_000) + "true" + ")".repeat(5_000);
        assertThat(loading().mistakes("currency: EUR\nrules: [{id: r, when: \"" + deep + "\", tiers: []}]"))
                .hasSize(1);
        String wide = "ServiceName == 'a' || ".repeat(2_000) + "true";
        assertThat(loading().mistakes("currency: EUR\nrules: [{id: r, when: \"" + wide + "\", tiers: []}]"))
                .hasSize(1)
                .first()
                .asString()
                .contains("The condition is longer than 20000 characters.");
    }

    @Test
    void anEmptyFileLacksItsCurrency() {
        assertThat(loading().mistakes("")).hasSize(1).first().asString().contains("The key 'currency' is missing.");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(loading().mistakes())
                .containsExactly("CONFIG_FILE_MISSING apportion.yaml: The file apportion.yaml does not exist. "
                        + "Check the path; it is relative to the file that names it.");
    }
}
