package org.apportion.config.section;

import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.output.ExportTemplate;
import org.apportion.model.output.ExportTemplate.TemplateColumn;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.output.OutputDefinition.Content;
import org.apportion.model.output.OutputDefinition.Corrections;
import org.apportion.model.output.OutputDefinition.FocusSettings;
import org.apportion.model.output.OutputDefinition.Format;
import org.apportion.model.source.SourceDefinition;

/** Section {@code outputs}: files that a run writes. */
final class OutputsSection {
    private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)}");
    private static final List<String> ALWAYS_KNOWN = List.of("amount", "row", "month");

    private final Problems problems;
    private final Binding binding;
    private final List<OutputDefinition> outputs = new ArrayList<>();

    OutputsSection(MapNode root, Binding binding, List<SourceDefinition> sources) {
        this.problems = binding.problems();
        this.binding = binding;
        Names names = new Names("The output", problems);
        OutputPaths paths = new OutputPaths(sources, problems);
        for (Fields output : Fields.of(root, problems).items("outputs")) {
            Optional<ScalarNode> id = output.scalar("id").filter(names::add);
            Optional<Content> content = Words.find(output, "content", Content.values());
            Optional<Format> format = Words.find(output, "format", Format.values());
            Optional<ExportTemplate> template = output.child("template").flatMap(this::template);
            content.ifPresent(found -> requireTemplate(output, found));
            Optional<Path> path = output.scalar("path").flatMap(binding::resolve);
            path.ifPresent(found -> output.scalar("path").ifPresent(node -> paths.add(node, found)));
            if (id.isPresent() && content.isPresent() && format.isPresent() && path.isPresent()) {
                outputs.add(new OutputDefinition(
                        id.get().text(),
                        content.get(),
                        format.get(),
                        path.get().toString(),
                        template,
                        focus(output, content.get()),
                        id.get().place().toString()));
            }
        }
    }

    List<OutputDefinition> outputs() {
        return outputs;
    }

    private FocusSettings focus(Fields output, Content content) {
        boolean isFocus = content == Content.FOCUS || content == Content.FOCUS_INTERNAL;
        if (isFocus && output.text("format").orElse("csv").equals("json")) {
            add(
                    output.scalar("format"),
                    output.place(),
                    "FOCUS is written as csv or parquet.",
                    "Write format: parquet.");
        }
        if (!isFocus && output.node("focus").isPresent()) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    output.place(),
                    "Only the contents focus and focus-internal have the key focus.",
                    "Remove it.");
        }
        return output.child("focus")
                .map(focus -> new FocusSettings(
                        focus.text("provider").orElse(FocusSettings.PLAIN.provider()),
                        focus.texts("accept"),
                        focus.text("corrections").orElse("ledger").equals("accounting")
                                ? Corrections.ACCOUNTING
                                : Corrections.LEDGER,
                        datasets(focus, content)))
                .orElse(FocusSettings.PLAIN);
    }

    private List<String> datasets(Fields focus, Content content) {
        if (content == Content.FOCUS_INTERNAL && focus.node("datasets").isPresent()) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    focus.place(),
                    "Only the content focus hands on datasets of providers.",
                    "Remove datasets, or name them at the output with the content focus.");
        }
        return focus.scalars("datasets").stream()
                .flatMap(path -> binding.resolve(path).stream())
                .map(Path::toString)
                .toList();
    }

    private void requireTemplate(Fields output, Content content) {
        boolean has = output.node("template").isPresent();
        if (has != (content == Content.COST_CENTERS)) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    output.place(),
                    has
                            ? "Only the content cost-centers has a template."
                            : "The content cost-centers needs a template.",
                    has ? "Remove the template." : "Add a template with columns and group-by.");
        }
        if (content == Content.COST_CENTERS
                && !output.text("format").orElse("csv").equals("csv")) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    output.scalar("format").map(ScalarNode::place).orElse(output.place()),
                    "The content cost-centers is written as csv only.",
                    "Write format: csv or remove the key.");
        }
    }

    private Optional<ExportTemplate> template(Fields template) {
        List<String> groupBy = template.texts("group-by");
        List<TemplateColumn> columns = new ArrayList<>();
        for (Fields column : template.items("columns")) {
            column.scalar("value").ifPresent(value -> {
                requireFields(value, groupBy);
                columns.add(new TemplateColumn(column.text("header").orElse(""), value.text()));
            });
        }
        Optional<String> separator = template.text("separator").filter(text -> text.length() == 1);
        Optional<String> mark = template.text("decimal-mark").filter(text -> text.length() == 1);
        if (separator.isPresent() && separator.equals(mark)) {
            add(
                    template.scalar("separator"),
                    template.place(),
                    "separator and decimal-mark are the same.",
                    "Change one.");
        }
        Optional<RoundingMode> rounding = Words.find(template, "rounding", RoundingMode.values());
        Optional<Charset> charset = charset(template);
        if (separator.isEmpty() || mark.isEmpty() || rounding.isEmpty() || charset.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ExportTemplate(
                columns,
                groupBy,
                template.number("scale").orElse(2),
                rounding.get(),
                separator.get().charAt(0),
                template.text("line-ending").orElse("LF"),
                template.flag("header"),
                mark.get().charAt(0),
                charset.get().name(),
                template.flag("strip-blanks")));
    }

    private void requireFields(ScalarNode value, List<String> groupBy) {
        List<String> known =
                Stream.concat(groupBy.stream(), ALWAYS_KNOWN.stream()).toList();
        Matcher field = FIELD.matcher(value.text());
        while (field.find()) {
            if (!known.contains(field.group(1))) {
                int offset = value.text().codePointCount(0, field.start());
                problems.unknownName(value.placeAt(offset), "The field", field.group(1), known);
            }
        }
    }

    private Optional<Charset> charset(Fields template) {
        String name = template.text("charset").orElse("UTF-8");
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            add(
                    template.scalar("charset"),
                    template.place(),
                    "The character set '" + name + "' is not known.",
                    Problems.suggest(name, Charset.availableCharsets().keySet()));
            return Optional.empty();
        }
    }

    private void add(Optional<ScalarNode> at, Place otherwise, String problem, String advice) {
        problems.add(ConfigError.CONFIG_WRONG_VALUE, at.map(ScalarNode::place).orElse(otherwise), problem, advice);
    }
}
