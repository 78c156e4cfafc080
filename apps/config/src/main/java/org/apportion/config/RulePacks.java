package org.apportion.config;

import java.util.List;
import org.apportion.config.problem.Problems;
import org.apportion.config.schema.ConfigSchema;
import org.apportion.config.schema.SchemaDefaults;
import org.apportion.config.section.PackFiles;
import org.apportion.config.section.Sections;
import org.apportion.config.section.ShippedPacks;
import org.apportion.config.yaml.Includes;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.config.yaml.YamlReader;
import org.apportion.model.rule.AllocationRule;

/**
 * The rule packs that come with the program: files like any pack of a user, read from the class path. A configuration names one
 * by its bare name: {@code pack: confluent}.
 */
public final class RulePacks {
    private RulePacks() {}

    /**
     * A value that a pack leaves open.
     *
     * @param standard what holds if nothing is set; empty: the tier that reads it is left out
     */
    public record Setting(String name, String description, String standard) {}

    /** In order of name. */
    public static List<String> names() {
        return ShippedPacks.names();
    }

    /**
     * The pack's file as it was shipped.
     *
     * @throws IllegalArgumentException if there is no pack of that name
     */
    public static String text(String name) {
        return ShippedPacks.text(name);
    }

    /**
     * The pack's rules with its own settings, in order.
     *
     * @throws IllegalArgumentException if there is no pack of that name
     */
    public static List<AllocationRule> rules(String name) {
        text(name);
        Problems problems = new Problems();
        MapNode root = read("rules: [pack: " + name + "]", name, problems);
        MapNode inlined = new PackFiles(new Includes(problems, file -> file), problems).inline(root);
        List<AllocationRule> rules = Sections.rules(new SchemaDefaults(ConfigSchema.shipped()).fill(inlined), problems);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("pack " + name + ": " + problems.mistakes());
        }
        return rules;
    }

    /**
     * What may be set, in the order of the file.
     *
     * @throws IllegalArgumentException if there is no pack of that name
     */
    public static List<Setting> settings(String name) {
        MapNode declared = (MapNode)
                read(text(name), name, new Problems()).find("settings").orElseThrow();
        return declared.keys().stream()
                .map(key -> {
                    MapNode setting = (MapNode) declared.find(key).orElseThrow();
                    return new Setting(key, text(setting, "description"), text(setting, "default"));
                })
                .toList();
    }

    private static MapNode read(String text, String name, Problems problems) {
        return new YamlReader(problems).read(text, "pack:" + name).orElseThrow();
    }

    private static String text(MapNode map, String key) {
        return map.find(key)
                .filter(ScalarNode.class::isInstance)
                .map(found -> ((ScalarNode) found).text())
                .orElse("");
    }
}
