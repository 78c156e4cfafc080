package org.apportion.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.report.ExplanationNode;

/** Prints an explanation as a tree for people or as JSON for programs. */
final class ExplanationPrinter {
    private ExplanationPrinter() {}

    static void printTree(ExplanationNode root, PrintWriter out) {
        out.println(TablePrinter.printable(root.text()));
        printChildren(root.children(), "", out);
    }

    private static void printChildren(List<ExplanationNode> children, String indent, PrintWriter out) {
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            ExplanationNode child = children.get(i);
            out.println(indent + (last ? "└─ " : "├─ ") + TablePrinter.printable(child.text()));
            printChildren(child.children(), indent + (last ? "   " : "│  "), out);
        }
    }

    static Map<String, Object> asTree(ExplanationNode node) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", node.kind());
        tree.put("text", node.text());
        if (!node.facts().isEmpty()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            node.facts().forEach(fact -> facts.put(fact.name(), fact.value()));
            tree.put("facts", facts);
        }
        if (!node.children().isEmpty()) {
            tree.put(
                    "children",
                    node.children().stream().map(ExplanationPrinter::asTree).toList());
        }
        return tree;
    }
}
