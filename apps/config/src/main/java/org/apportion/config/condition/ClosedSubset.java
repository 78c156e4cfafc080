package org.apportion.config.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.condition.CompiledCondition.NamedTag;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Condition.Operand;
import org.apportion.model.rule.Condition.Operator;

/** Turns a checked CEL tree into a condition and refuses, with its position, whatever is outside of the closed subset. */
final class ClosedSubset {
    private static final Map<String, Operator> COMPARISONS = Map.of(
            "_==_", Operator.EQUAL,
            "_!=_", Operator.NOT_EQUAL,
            "_<_", Operator.LESS,
            "_<=_", Operator.LESS_OR_EQUAL,
            "_>_", Operator.GREATER,
            "_>=_", Operator.GREATER_OR_EQUAL);
    private static final Map<String, Operator> FUNCTIONS =
            Map.of("startsWith", Operator.STARTS_WITH, "endsWith", Operator.ENDS_WITH, "contains", Operator.CONTAINS);

    private final Map<Long, Integer> positions;
    private final TagVocabulary vocabulary;
    private final List<ConditionMistake> mistakes = new ArrayList<>();
    private final List<NamedTag> tagKeys = new ArrayList<>();

    ClosedSubset(Map<Long, Integer> positions, TagVocabulary vocabulary) {
        this.positions = positions;
        this.vocabulary = vocabulary;
    }

    List<ConditionMistake> mistakes() {
        return mistakes;
    }

    List<NamedTag> tagKeys() {
        return tagKeys;
    }

    /** The condition; {@code Always} stands for what was refused. */
    Condition condition(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression);
            case SELECT ->
                expression.select().testOnly()
                        ? operand(expression).<Condition>map(Condition.Has::new).orElseGet(Condition.Always::new)
                        : refuse(expression, "A condition must be true or false.");
            case CALL -> call(expression, expression.call());
            default -> refuse(expression, "This is not allowed in conditions.");
        };
    }

    private Condition constant(CelExpr expression) {
        if (expression.constant().getKind() != CelConstant.Kind.BOOLEAN_VALUE) {
            return refuse(expression, "A condition must be true or false.");
        }
        Condition always = new Condition.Always();
        return expression.constant().booleanValue() ? always : new Condition.Not(always);
    }

    private Condition call(CelExpr expression, CelCall call) {
        String function = call.function();
        if (function.equals("_&&_")) {
            return new Condition.And(flat(expression, function));
        }
        if (function.equals("_||_")) {
            return new Condition.Or(flat(expression, function));
        }
        if (function.equals("!_")) {
            return new Condition.Not(condition(call.args().get(0)));
        }
        if (function.equals("@in")) {
            return in(call);
        }
        if (COMPARISONS.containsKey(function)) {
            return comparison(expression, call, COMPARISONS.get(function));
        }
        if (FUNCTIONS.containsKey(function) && call.target().isPresent()) {
            return compare(
                    call.target().get(), FUNCTIONS.get(function), call.args().get(0));
        }
        return refuseFunction(expression, function);
    }

    /** {@code a && b && c} is one And of three. */
    private List<Condition> flat(CelExpr expression, String function) {
        List<Condition> conditions = new ArrayList<>();
        for (CelExpr side : expression.call().args()) {
            if (side.getKind() == Kind.CALL && side.call().function().equals(function)) {
                conditions.addAll(flat(side, function));
            } else {
                conditions.add(condition(side));
            }
        }
        return conditions;
    }

    private Condition in(CelCall call) {
        CelExpr item = call.args().get(0);
        CelExpr container = call.args().get(1);
        if (isTags(container)) {
            return text(item)
                    .map(key -> tag(key, item))
                    .<Condition>map(Condition.Has::new)
                    .orElseGet(() -> refuse(item, "Only a text in quotes can be looked up in Tags."));
        }
        if (container.getKind() != Kind.LIST) {
            return refuse(container, "After 'in' comes a list of texts, or Tags.");
        }
        List<String> values = new ArrayList<>();
        for (CelExpr element : container.list().elements()) {
            text(element)
                    .ifPresentOrElse(values::add, () -> refuse(element, "Only text in quotes may be in the list."));
        }
        return operand(item)
                .<Condition>map(operand -> new Condition.In(
                        operand,
                        values.stream().map(value -> whole(operand, value)).toList()))
                .orElseGet(Condition.Always::new);
    }

    private Condition comparison(CelExpr expression, CelCall call, Operator operator) {
        CelExpr left = call.args().get(0);
        CelExpr right = call.args().get(1);
        if (text(right).isPresent()) {
            return compare(left, operator, right);
        }
        if (text(left).isPresent()) {
            return compare(right, mirrored(operator), left);
        }
        for (CelExpr side : call.args()) {
            if (side.getKind() == Kind.CALL && isFunction(side.call().function())) {
                return refuseFunction(side, side.call().function());
            }
        }
        return refuse(expression, "A comparison needs a text in quotes on one side.");
    }

    private Condition compare(CelExpr read, Operator operator, CelExpr with) {
        Optional<String> value = text(with);
        if (value.isEmpty()) {
            return refuse(with, "Columns and tags can only be compared with text in quotes.");
        }
        boolean whole = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        return operand(read)
                .<Condition>map(operand ->
                        new Condition.Compare(operand, operator, whole ? whole(operand, value.get()) : value.get()))
                .orElseGet(Condition.Always::new);
    }

    /** A whole value of a tag is written in any spelling; it is compared in the one that counts. */
    private String whole(Operand operand, String value) {
        return operand instanceof Operand.TagValue tag ? vocabulary.canonicalValue(tag.key(), value) : value;
    }

    private static Operator mirrored(Operator operator) {
        return switch (operator) {
            case LESS -> Operator.GREATER;
            case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case GREATER -> Operator.LESS;
            case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
            default -> operator;
        };
    }

    /** A column, {@code Tags.key} or {@code Tags['key']}; empty after refusing anything else. */
    private Optional<Operand> operand(CelExpr expression) {
        if (expression.getKind() == Kind.IDENT && !isTags(expression)) {
            return Optional.of(new Operand.ColumnValue(expression.ident().name()));
        }
        if (expression.getKind() == Kind.SELECT && isTags(expression.select().operand())) {
            return Optional.of(tag(expression.select().field(), expression));
        }
        if (expression.getKind() == Kind.CALL && expression.call().function().equals("_[_]")) {
            List<CelExpr> parts = expression.call().args();
            Optional<String> key = text(parts.get(1));
            if (isTags(parts.get(0)) && key.isPresent()) {
                return Optional.of(tag(key.get(), parts.get(1)));
            }
        }
        if (expression.getKind() == Kind.CALL && isFunction(expression.call().function())) {
            refuseFunction(expression, expression.call().function());
        } else {
            refuse(expression, "A column or a tag, such as Tags['team'], must stand here.");
        }
        return Optional.empty();
    }

    private Operand tag(String key, CelExpr at) {
        tagKeys.add(new NamedTag(key, offset(at)));
        return new Operand.TagValue(vocabulary.canonicalKey(key));
    }

    private static boolean isTags(CelExpr expression) {
        return expression.getKind() == Kind.IDENT && expression.ident().name().equals(ConditionCompiler.TAGS);
    }

    private static Optional<String> text(CelExpr expression) {
        return expression.getKind() == Kind.CONSTANT && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expression.constant().stringValue())
                : Optional.empty();
    }

    private Condition refuse(CelExpr at, String problem) {
        mistakes.add(new ConditionMistake(offset(at), problem, CelWords.ALLOWED));
        return new Condition.Always();
    }

    private Condition refuseFunction(CelExpr at, String function) {
        if (isFunction(function)) {
            mistakes.add(CelWords.function(function, offset(at)));
            return new Condition.Always();
        }
        return refuse(at, "The operator '" + function.replace("_", " ").trim() + "' is not allowed in conditions.");
    }

    /** Named functions, in contrast to operators. */
    private static boolean isFunction(String function) {
        return function.matches("[A-Za-z0-9]+");
    }

    private int offset(CelExpr expression) {
        return positions.getOrDefault(expression.id(), 0);
    }
}
