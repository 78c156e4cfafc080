package org.apportion.config.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Optional;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.Condition;
import org.apportion.model.table.GroupColumn;

/**
 * Compiles conditions such as {@code ServiceName == 'Amazon EC2' && 'team' in Tags}. CEL checks names and types; then only a
 * closed subset is let through: {@code && || !}, comparisons of a column or tag with text, {@code in}, {@code has},
 * {@code startsWith}, {@code endsWith}, {@code contains}, {@code true} and {@code false}.
 *
 * <p>Source: Common Expression Language, https://github.com/google/cel-spec. Safe for use by several threads.
 */
public final class ConditionCompiler {
    /** The variable that holds the resolved tags. */
    static final String TAGS = "Tags";
    /** Longest condition, in characters. */
    static final int LONGEST = 20_000;

    private final CelCompiler cel;
    private final TagVocabulary vocabulary;

    /** @param vocabulary turns tag keys and whole values as written into those that resolved tags have */
    public ConditionCompiler(TagVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(CelStandardMacro.HAS)
                .addVar(TAGS, MapType.create(SimpleType.STRING, SimpleType.STRING));
        GroupColumn.ids().forEach(column -> builder.addVar(column, SimpleType.STRING));
        this.cel = builder.build();
    }

    public CompiledCondition compile(String text) {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            return refused(new ConditionMistake(
                    0, "The condition is longer than " + LONGEST + " characters.", "Cut it into several rules."));
        }
        try {
            CelValidationResult checked = cel.compile(text);
            if (checked.hasError()) {
                CelWords words = new CelWords(text);
                return new CompiledCondition(
                        Optional.empty(),
                        checked.getErrors().stream()
                                .map(issue -> words.mistake(issue, offset(checked.getSource(), issue)))
                                .distinct()
                                .toList(),
                        List.of());
            }
            return reduce(checked.getAst());
        } catch (CelValidationException e) {
            throw new IllegalStateException("a checked condition has no tree: " + text, e);
        }
    }

    private CompiledCondition reduce(CelAbstractSyntaxTree tree) {
        if (!tree.getResultType().equals(SimpleType.BOOL)) {
            return refused(new ConditionMistake(
                    0,
                    "The condition gives "
                            + CelWords.typeName(tree.getResultType().name()) + ", not true or false.",
                    "Compare it, such as ServiceName == 'Amazon EC2'."));
        }
        ClosedSubset subset = new ClosedSubset(tree.getSource().getPositionsMap(), vocabulary);
        Condition condition = subset.condition(tree.getExpr());
        return new CompiledCondition(
                subset.mistakes().isEmpty() ? Optional.of(condition) : Optional.empty(),
                subset.mistakes(),
                subset.tagKeys());
    }

    private static CompiledCondition refused(ConditionMistake mistake) {
        return new CompiledCondition(Optional.empty(), List.of(mistake), List.of());
    }

    private static int offset(CelSource source, CelIssue issue) {
        return source.getLocationOffset(issue.getSourceLocation()).orElse(0);
    }
}
