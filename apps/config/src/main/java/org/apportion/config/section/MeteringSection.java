package org.apportion.config.section;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.model.metering.ProductListing;

/**
 * Reads the products that are metered: from the adapter's file, whose root is one product or the ground of several, or from
 * the section metering.
 */
public final class MeteringSection {
    /** Stands for the file of values that no file states; none of them is a path. */
    static final Path NO_FILE = Path.of("metering");

    private static final String PRODUCTS = "products";
    /** Keys that are not a product's. */
    private static final List<String> OF_THE_FILE =
            List.of(PRODUCTS, "ledger", "logging", "version", "support_info_collection_cmd");

    private final MapNode root;
    private final Problems problems;
    private final Surroundings surroundings;

    /** @param root checked against the schema of metering, with its defaults */
    public MeteringSection(MapNode root, Problems problems, Surroundings surroundings) {
        this.root = root;
        this.problems = problems;
        this.surroundings = surroundings;
    }

    /**
     * What the adapter's users say outside of the file.
     *
     * @param marketplace where the file names none; empty: nobody said
     * @param customer of products that list none; empty: the running instance tells it
     */
    public record Surroundings(Optional<String> marketplace, Optional<String> customer) {
        public static final Surroundings NONE = new Surroundings(Optional.empty(), Optional.empty());
    }

    /** All products; to be used only if no problem was added. */
    public List<ProductListing> products() {
        Names names = new Names("The product", problems);
        AccountShares accounts = new AccountShares(problems);
        List<ProductListing> products = new ArrayList<>();
        for (MapNode node : productNodes()) {
            Fields fields = Fields.of(node, problems);
            fields.scalar("name").ifPresent(names::add);
            ProductListing product = new MeteredProductReader(fields, surroundings).product();
            accounts.add(product, node.place());
            products.add(product);
        }
        return List.copyOf(products);
    }

    private List<MapNode> productNodes() {
        MapNode ground = root;
        for (String key : OF_THE_FILE) {
            ground = ground.without(key);
        }
        if (root.find(PRODUCTS).isEmpty()) {
            return List.of(ground);
        }
        List<MapNode> products = new ArrayList<>();
        for (Fields product : Fields.of(root, problems).items(PRODUCTS)) {
            MapNode whole = new MapNode(ground.entries(), product.place());
            for (Map.Entry<String, MapNode.Entry> entry :
                    product.map().entries().entrySet()) {
                whole = whole.with(entry.getKey(), entry.getValue().value());
            }
            products.add(whole);
        }
        return products;
    }

    /** As {@code INFO}. */
    public String logLevel() {
        return Fields.section(root, "logging", problems).text("level").orElse("INFO");
    }

    /** JDBC address as written, with references; the path of a SQLite file goes by the file that names it. */
    public Optional<String> ledgerUrl() {
        return ledger().scalar("url").map(url -> new Binding(NO_FILE, problems).database(url));
    }

    public Optional<String> ledgerUser() {
        return ledger().text("user");
    }

    /** As a reference. */
    public Optional<String> ledgerPassword() {
        return ledger().text("password");
    }

    private Fields ledger() {
        return Fields.section(root, "ledger", problems);
    }
}
