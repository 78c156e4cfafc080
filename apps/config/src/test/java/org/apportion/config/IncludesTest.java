package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apportion.model.rule.AllocationRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IncludesTest {
    private static final String RULE = "rules: [{id: %s, when: ServiceName == '%1$s', tiers: [direct: account]}]\n";

    @TempDir
    private Path folder = Path.of(".");

    private Loading loading() {
        return Loading.in(folder)
                .file("a.yaml", RULE.formatted("a"))
                .file("sub/c.yaml", "include: ../a.yaml\n" + RULE.formatted("c"))
                .file("sub/b.yaml", RULE.formatted("b"));
    }

    @Test
    void listsAreJoinedInTheOrderOfInclusionTheFilesOwnLast() {
        assertThat(loading()
                        .load("currency: EUR\ninclude: [a.yaml, sub/*.yaml]\n" + RULE.formatted("own"))
                        .configuration()
                        .rules())
                .extracting(AllocationRule::id)
                .containsExactly("a", "b", "c", "own");
    }

    @Test
    void whatIsIncludedTwiceCountsOnce() {
        assertThat(loading()
                        .load("currency: EUR\ninclude: [sub/c.yaml, a.yaml, a.yaml]")
                        .configuration()
                        .rules())
                .extracting(AllocationRule::id)
                .containsExactly("a", "c");
    }

    @Test
    void aGlobWithTwoStarsLooksIntoFolders() {
        assertThat(loading()
                        .load("currency: EUR\ninclude: '**/*.yaml'\n")
                        .configuration()
                        .rules())
                .extracting(AllocationRule::id)
                .contains("b", "c");
    }

    @Test
    void pathsAreRelativeToTheFileThatNamesThem() {
        LoadedConfiguration loaded = loading()
                .file("sub/sources.yaml", "sources: [{id: s, path: bills/*.csv}]")
                .load("currency: EUR\ninclude: sub/sources.yaml");
        assertThat(loaded.configuration().sources().get(0).paths())
                .containsExactly(folder.resolve("sub/bills/*.csv").toString());
    }

    @Test
    void csvFilesOfSeveralFilesAreAllRead() {
        LoadedConfiguration loaded = loading()
                .file("x.csv", "\uFEFFid\r\nx\r\n")
                .file("sub/y.csv", "id,parent\ny,x\n")
                .file("sub/units.yaml", "organization: {csv: y.csv}")
                .load("currency: EUR\ninclude: sub/units.yaml\norganization: {csv: x.csv}");
        assertThat(loaded.configuration().organization().path("y")).hasSize(2);
    }
}
