package org.apportion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apportion.config.LoadedMetering;
import org.apportion.config.MeteringLoader;
import org.apportion.config.secret.SecretReferences;
import org.apportion.config.section.MeteringSection;
import org.apportion.kubernetes.KubernetesUsageProvider;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.ProductListing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is in {@code dist/} can be used as it is, once names are filled in. */
class ManifestsTest {
    private static final Path DIST = Repository.ROOT.resolve("dist");
    private static final Pattern VARIABLE = Pattern.compile("Environment variable: \"([A-Z_]+)\" is missing");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyYamlFileLoads() {
        List<Path> files = Stream.of(".yaml", ".yml")
                .flatMap(ending -> Repository.files(ending).stream())
                .filter(file -> file.startsWith(DIST))
                .toList();
        assertThat(files)
                .hasSizeGreaterThan(4)
                .allSatisfy(file -> assertThat(documents(file)).isNotEmpty());
    }

    @Test
    void theConfigurationOfTheConfigMapIsAccepted() throws IOException {
        String text = String.valueOf(map(config().get("data")).get("config.yaml"));
        Path file = Files.writeString(folder.resolve("config.yaml"), text);
        LoadedMetering loaded =
                new MeteringLoader(SecretReferences.installed(), MeteringSection.Surroundings.NONE).load(file);

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.configuration().products()).singleElement().satisfies(product -> {
            assertThat(product.usage().map(PluginChoice::name)).contains("kubernetes");
            assertThat(product.store().name()).isEqualTo("kubernetes");
        });
        assertThat(loaded.configuration().products())
                .extracting(ProductListing::productCode)
                .doesNotContain("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"meter.yaml", "meter-cronjob.yaml"})
    void aPodHasTheVariablesThatThePluginsNeed(String manifest) {
        Map<String, Object> container = container(manifest);
        List<String> variables = maps(container.get("env")).stream()
                .map(each -> String.valueOf(each.get("name")))
                .toList();

        assertThat(variables).contains("ADAPTER_NAMESPACE").containsAll(variablesOfUsage());
        assertThat(maps(container.get("volumeMounts")))
                .extracting(mount -> mount.get("name"))
                .isSubsetOf(maps(pod(manifest).get("volumes")).stream()
                        .map(volume -> volume.get("name"))
                        .toList());
        assertThat(String.valueOf(container.get("args"))).contains("meter", "--config, /etc/apportion/config.yaml");
    }

    /** The plugin names one variable after the other until it has all. */
    private static List<String> variablesOfUsage() {
        List<String> needed = new ArrayList<>();
        Map<String, String> settings = new HashMap<>(Map.of("api-server", "http://127.0.0.1:1"));
        while (true) {
            try {
                new KubernetesUsageProvider()
                        .open(settings, Map.of(), InstantSource.system())
                        .close();
                return needed;
            } catch (ApportionException e) {
                Matcher missing = VARIABLE.matcher(String.valueOf(e.getMessage()));
                assertThat(missing.find()).as(e.getMessage()).isTrue();
                needed.add(missing.group(1));
                settings.put(missing.group(1).toLowerCase(Locale.ROOT).replace('_', '-'), "x");
            }
        }
    }

    private static Map<String, Object> config() {
        return documents(DIST.resolve("kubernetes/meter.yaml")).stream()
                .filter(each -> "ConfigMap".equals(each.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    /** The pod's description, of a Deployment or a CronJob. */
    private static Map<String, Object> pod(String manifest) {
        Map<String, Object> spec = documents(DIST.resolve("kubernetes").resolve(manifest)).stream()
                .filter(each -> List.of("Deployment", "CronJob").contains(String.valueOf(each.get("kind"))))
                .map(each -> map(each.get("spec")))
                .findFirst()
                .orElseThrow();
        Map<String, Object> job = spec.containsKey("jobTemplate")
                ? map(map(spec.get("jobTemplate")).get("spec"))
                : spec;
        return map(map(job.get("template")).get("spec"));
    }

    private static Map<String, Object> container(String manifest) {
        return maps(pod(manifest).get("containers")).get(0);
    }

    private static List<Map<String, Object>> documents(Path file) {
        return StreamSupport.stream(
                        new Load(LoadSettings.builder().build())
                                .loadAllFromString(Repository.read(file))
                                .spliterator(),
                        false)
                .map(ManifestsTest::map)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(@Nullable Object node) {
        return (List<Map<String, Object>>) Objects.requireNonNull(node);
    }
}
