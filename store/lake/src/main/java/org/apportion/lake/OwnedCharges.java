package org.apportion.lake;

import static org.apportion.model.table.Column.optional;
import static org.apportion.model.table.Column.required;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * Charges joined with what they are about and with who owned their consumer on their day. Charges hold no unit, so that a
 * changed owner moves only this join.
 *
 * <p>The relation has all columns of {@code charge}, the group columns, {@code rule}, {@code rule_version},
 * {@code x_TagContext}, then {@code unit} (null while nobody owns the consumer), {@code unit_name}, {@code cost_center},
 * {@code unit_owner}, {@code unallocated} (the reason, null if a unit pays), and one column per level of the organization,
 * named by the level's word and holding the name of the unit's ancestor of that level.
 */
public final class OwnedCharges {
    /** Table of the session: kind, name, unit, valid_from and valid_to (dates, from inclusive, to exclusive, never null). */
    public static final String OWNERS = "owner_of_consumer";

    /** The directory knows no unit for the consumer. */
    private static final String NO_UNIT = "no_unit";
    /** A tag that decides has differing values. */
    private static final String TAG_CONFLICT = "tag_conflict";

    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);
    /** Table of the session: unit, unit_name, cost_center, unit_owner and one column per level. */
    public static final String UNITS = "organization_unit";

    private final Engine engine;
    private final Organization organization;
    private final String suffix;

    private OwnedCharges(Engine engine, Organization organization, String suffix) {
        this.engine = engine;
        this.organization = organization;
        this.suffix = suffix;
    }

    /** Loads organization and directory into the engine's session, replacing what was loaded before. */
    public static OwnedCharges load(Engine engine, Organization organization, Directory directory) {
        return load(engine, organization, directory, "");
    }

    /**
     * Loads another organization beside the one in force, such as that of a closed month.
     *
     * @param suffix of the tables' names: letters, digits and {@code _}
     */
    public static OwnedCharges load(Engine engine, Organization organization, Directory directory, String suffix) {
        OwnedCharges owned = new OwnedCharges(engine, organization, suffix);
        engine.load(OWNERS + suffix, ownerColumns(), owned.ownerRows(directory));
        engine.load(UNITS + suffix, owned.unitColumns(), owned.unitRows());
        return owned;
    }

    /**
     * The words of the organization's levels, outermost first: columns of the relation. Without {@code unit}, the word of units
     * without a kind: the relation has a column of that name already.
     */
    public List<String> levels() {
        return organization.kinds().stream()
                .filter(kind -> !kind.equals("unit"))
                .toList();
    }

    /**
     * The select over two relations.
     *
     * @param charge table expression with the columns of {@code charge}
     * @param recordGroup table expression with the columns of {@code record_group}
     */
    public String select(String charge, String recordGroup) {
        return select(charge, recordGroup, levels());
    }

    /**
     * The select with the level columns of another organization; a level that this one lacks is null.
     *
     * @param levels words of the levels, in order
     */
    public String select(String charge, String recordGroup, List<String> levels) {
        Dialect dialect = engine.dialect();
        String groupColumns =
                GroupColumn.ids().stream().map(id -> "g." + dialect.name(id)).collect(Collectors.joining(", "));
        return "SELECT c.*, g.rule, g.rule_version, g." + dialect.name("x_TagContext") + ", " + groupColumns
                + ", o.unit, u.unit_name, u.cost_center, u.unit_owner,"
                + " CASE WHEN o.unit IS NULL THEN " + reason("c.reason", "c.consumer_kind || ':' || c.consumer")
                + " END AS unallocated" + columns(levels)
                + " FROM " + charge + " c JOIN " + recordGroup
                + " g ON g.record_group = c.record_group AND g.billing_month = c.billing_month LEFT JOIN " + OWNERS
                + suffix
                + " o ON o.kind = c.consumer_kind AND o.name = c.consumer AND c.day >= o.valid_from AND c.day < o.valid_to"
                + " LEFT JOIN " + UNITS + suffix + " u ON u.unit = o.unit";
    }

    /**
     * Why a charge whose consumer has no unit is unallocated: the reason of its tier, else that of its consumer.
     *
     * @param reason SQL, null where the tier found somebody
     * @param consumer SQL, reads {@code kind:name}
     */
    public static String reason(String reason, String consumer) {
        return "coalesce(" + reason + ", CASE WHEN " + consumer + " LIKE 'tag:" + TagVocabulary.CONFLICT + "%' THEN '"
                + TAG_CONFLICT + "' ELSE '" + NO_UNIT + "' END)";
    }

    /** The same for one consumer. */
    public static String reason(Consumer consumer) {
        return consumer.kind() == ConsumerKind.TAG && consumer.name().startsWith(TagVocabulary.CONFLICT)
                ? TAG_CONFLICT
                : NO_UNIT;
    }

    /**
     * The same columns of corrections: their amounts are differences, their unit is the stated one, their {@code ChargeClass} is
     * {@code Correction}, and they have no invoice yet. The billing month is that in which they are booked.
     *
     * @param correction table expression with the columns of {@code correction}
     */
    public String corrections(String correction, String recordGroup, List<String> levels) {
        return corrections(correction, recordGroup, levels, List.of());
    }

    /**
     * The same for charges that have further columns.
     *
     * @param further what corrections have in them, in order
     */
    public String corrections(String correction, String recordGroup, List<String> levels, List<String> further) {
        Dialect dialect = engine.dialect();
        String groupColumns = GroupColumn.ids().stream()
                .map(id -> switch (id) {
                    case "ChargeClass" -> "'Correction' AS " + dialect.name(id);
                    case "InvoiceId" -> "CAST(NULL AS " + dialect.type(ColumnType.STRING) + ") AS " + dialect.name(id);
                    default -> "g." + dialect.name(id);
                })
                .collect(Collectors.joining(", "));
        String chargeColumns = Tables.CHARGE.columnNames().stream()
                .map(name -> "c." + dialect.name(name))
                .collect(Collectors.joining(", "));
        String furtherColumns = further.stream().map(each -> ", " + each).collect(Collectors.joining());
        return "SELECT " + chargeColumns + furtherColumns + ", g.rule, g.rule_version, g."
                + dialect.name("x_TagContext") + ", " + groupColumns
                + ", c.unit, c.unit_name, c.cost_center, c.unit_owner, c.unallocated" + columns(levels)
                + " FROM " + correction + " c JOIN " + recordGroup
                + " g ON g.record_group = c.record_group AND g.billing_month = c.billing_month LEFT JOIN " + UNITS
                + suffix + " u ON u.unit = c.unit";
    }

    private String columns(List<String> levels) {
        Dialect dialect = engine.dialect();
        List<String> known = levels();
        return levels.stream()
                .map(level -> known.contains(level)
                        ? ", u." + dialect.name(level)
                        : ", CAST(NULL AS " + dialect.type(ColumnType.STRING) + ") AS " + dialect.name(level))
                .collect(Collectors.joining());
    }

    private static List<Column> ownerColumns() {
        return List.of(
                required("kind", ColumnType.STRING, "Kind of the consumer."),
                required("name", ColumnType.STRING, "Name of the consumer."),
                required("unit", ColumnType.STRING, "Id of the unit."),
                required("valid_from", ColumnType.DATE, "First day."),
                required("valid_to", ColumnType.DATE, "First day no longer covered."));
    }

    private List<Object[]> ownerRows(Directory directory) {
        List<Object[]> rows = new ArrayList<>();
        for (DirectoryEntry entry : directory.entries()) {
            LocalDate from = entry.validity().from();
            LocalDate to = entry.validity().to();
            rows.add(new Object[] {
                entry.subject().kind().text(),
                entry.subject().name(),
                entry.unitId(),
                from == null ? FIRST : from,
                to == null ? LAST : to
            });
        }
        for (OrganizationUnit unit : organization.units()) {
            rows.add(new Object[] {ConsumerKind.UNIT.text(), unit.id(), unit.id(), FIRST, LAST});
        }
        return rows;
    }

    private List<Column> unitColumns() {
        List<Column> columns = new ArrayList<>(List.of(
                required("unit", ColumnType.STRING, "Id of the unit."),
                required("unit_name", ColumnType.STRING, "Name of the unit."),
                optional("cost_center", ColumnType.STRING, "Nearest cost center."),
                optional("unit_owner", ColumnType.STRING, "Nearest owner.")));
        levels().forEach(level ->
                columns.add(optional(level, ColumnType.STRING, "Name of the ancestor of that level.")));
        return columns;
    }

    private List<Object[]> unitRows() {
        List<Object[]> rows = new ArrayList<>();
        for (OrganizationUnit unit : organization.units()) {
            List<OrganizationUnit> path = organization.path(unit.id());
            Map<String, String> names = new HashMap<>();
            path.forEach(ancestor -> names.put(ancestor.kind(), ancestor.name()));
            List<Object> row = new ArrayList<>();
            row.add(unit.id());
            row.add(unit.name());
            row.add(organization.costCenter(unit.id()).orElse(null));
            row.add(path.stream()
                    .map(OrganizationUnit::owner)
                    .filter(owner -> owner != null)
                    .findFirst()
                    .orElse(null));
            levels().forEach(level -> row.add(names.get(level)));
            rows.add(row.toArray());
        }
        return rows;
    }
}
