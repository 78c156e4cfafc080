package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apportion.model.organization.DirectoryEntry;
import org.junit.jupiter.api.Test;

class DemoConfigurationTest {
    private static final Path DEMO = Path.of("..", "..", "examples", "demo", "apportion.yaml");

    private static LoadedConfiguration demo() {
        return ConfigurationLoader.installed(List.of("aws-cur-2", "azure", "gcp"))
                .load(DEMO);
    }

    @Test
    void theDemoHasNoMistakeAndNoWarning() {
        assertThat(demo().warnings()).isEmpty();
    }

    @Test
    void theDemoHasThirtyThreeTeamsAndEachIsInTheDirectory() {
        List<String> teams = demo().configuration().organization().units().stream()
                .filter(unit -> unit.kind().equals("team"))
                .map(unit -> unit.id())
                .toList();
        assertThat(teams).hasSize(33);
        assertThat(demo().configuration().directory().entries())
                .extracting(DirectoryEntry::unitId)
                .containsAll(teams);
    }
}
