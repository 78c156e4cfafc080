package org.apportion.config.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.output.OutputDefinition.Content;

/** Section {@code uploads}: which files of a run go to which other system. */
final class UploadsSection {
    private final Binding binding;
    private final Problems problems;
    private final List<OutputDefinition> outputs;
    private final Names names;
    private final List<WrittenUpload> uploads = new ArrayList<>();

    UploadsSection(MapNode tree, Binding binding, List<OutputDefinition> outputs) {
        this.binding = binding;
        this.problems = binding.problems();
        this.outputs = outputs;
        this.names = new Names("The upload", problems);
        Fields.of(tree, problems).items("uploads").forEach(this::upload);
    }

    List<WrittenUpload> uploads() {
        return uploads;
    }

    private void upload(Fields upload) {
        Optional<ScalarNode> id = upload.scalar("id").filter(names::add);
        Optional<String> output = upload.scalar("output").flatMap(this::output);
        PluginFields plugin = new PluginFields(binding, upload);
        if (id.isPresent() && output.isPresent()) {
            upload.text("plugin")
                    .ifPresent(name -> uploads.add(new WrittenUpload(
                            id.get().text(),
                            output.get(),
                            name,
                            plugin.settings(),
                            plugin.secrets(),
                            id.get().place().toString())));
        }
    }

    private Optional<String> output(ScalarNode name) {
        Optional<OutputDefinition> found = outputs.stream()
                .filter(output -> output.id().equals(name.text()))
                .findFirst();
        if (found.isEmpty()) {
            problems.unknownName(
                    name.place(),
                    "The output",
                    name.written(),
                    outputs.stream().map(OutputDefinition::id).toList());
            return Optional.empty();
        }
        Content content = found.get().content();
        if (content == Content.FOCUS || content == Content.FOCUS_INTERNAL) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    name.place(),
                    "The output '" + name.written() + "' is a folder, and an upload sends one file.",
                    "Name an output with another content, such as cost-centers or price-lines.");
            return Optional.empty();
        }
        return Optional.of(name.text());
    }
}
