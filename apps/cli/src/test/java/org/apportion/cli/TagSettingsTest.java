package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the section tags says of shares and conflicts, and what is refused. */
class TagSettingsTest {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Company company;

    @BeforeEach
    void write() {
        company = Company.in(folder);
    }

    private String check(String tags) {
        company.configure("rules:\n", "tags: " + tags + "\nrules:\n");
        return Cli.run("check", "-c", company.config()).err();
    }

    @Test
    void aTagThatStandsForSeveralOwnersIsNoSubjectOfTheDirectory() {
        company.configure("{tag: {team: shop}, unit: shop}", "{tag: {team: 'b;a'}, unit: shop}");

        assertThat(check("{shares: {team: {}}}"))
                .contains("The tag 'team=b;a' stands for several owners. Write an entry for each of a, b.");
    }

    @Test
    void separatorsThatNamesContainAreRefused() {
        assertThat(check("{shares: {team: {between: and}}}"))
                .contains("CONFIG_WRONG_VALUE", "The shares of tag 'team': 'and' cannot separate owners");
    }

    @Test
    void aKeyInTwoSpellingsIsRefused() {
        assertThat(check("{fold: [key-case], conflicts: {team: any, TEAM: nearest}}"))
                .contains("CONFIG_CONFLICT", "is listed twice, in two spellings");
    }

    @Test
    void aRuleThatAsksATagWhoseConflictsCountTellsSo() {
        check("{conflicts: {team: unclear}}");

        assertThat(Cli.run("rules", "show", "team", "-c", company.config()).out())
                .contains("differing values of tag team");
    }
}
