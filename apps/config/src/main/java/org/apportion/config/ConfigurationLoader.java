package org.apportion.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.problem.ConfigProblems;
import org.apportion.config.problem.Problems;
import org.apportion.config.schema.ConfigSchema;
import org.apportion.config.schema.SchemaCheck;
import org.apportion.config.schema.SchemaDefaults;
import org.apportion.config.secret.Interpolation;
import org.apportion.config.secret.SecretReferences;
import org.apportion.config.section.MeteringSection;
import org.apportion.config.section.PackFiles;
import org.apportion.config.section.Sections;
import org.apportion.config.section.WrittenFetch;
import org.apportion.config.section.WrittenUpload;
import org.apportion.config.yaml.Includes;
import org.apportion.config.yaml.MapNode;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchDefinition;
import org.apportion.spi.upload.UploadDefinition;

/**
 * Loads a configuration: reads the files, checks them against the schema, resolves what sections refer to. Reads files and,
 * for references, the environment; writes nothing. Safe for use by several threads.
 */
public final class ConfigurationLoader {
    private final SecretReferences references;
    private final Set<String> mappings;

    /**
     * @param references resolves {@code ${env:NAME}} and the like
     * @param mappings names of shipped mappings, for typos; if none are given, names are not checked
     */
    public ConfigurationLoader(SecretReferences references, Collection<String> mappings) {
        this.references = references;
        this.mappings = Set.copyOf(mappings);
    }

    /** With the environment, files and the secret sources on the class path. */
    public static ConfigurationLoader installed(Collection<String> mappings) {
        return new ConfigurationLoader(SecretReferences.installed(), mappings);
    }

    /**
     * The whole, checked configuration.
     *
     * @param file the main file; messages name files as it is given here
     * @throws ConfigProblems with all mistakes
     */
    public LoadedConfiguration load(Path file) {
        return load(file, Optional.empty());
    }

    /**
     * The configuration with some sections replaced: each section that the second file has, with what it includes, counts in
     * place of the whole section of the first. It may be a whole configuration.
     *
     * @param overlay paths in it are relative to itself
     * @throws ConfigProblems with all mistakes of both
     */
    public LoadedConfiguration loadWith(Path file, Path overlay) {
        return load(file, Optional.of(overlay));
    }

    private LoadedConfiguration load(Path file, Optional<Path> overlay) {
        Problems problems = new Problems();
        Interpolation interpolation = new Interpolation(references, problems);
        Includes files = new Includes(problems, interpolation::apply);
        MapNode all = files.load(file);
        if (overlay.isPresent()) {
            all = replaced(all, new Includes(problems, interpolation::apply).load(overlay.get()));
        }
        MapNode written = new PackFiles(files, problems).inline(all);
        if (written.keys().isEmpty() && !problems.isEmpty()) {
            throw new ConfigProblems(file.toString(), problems.mistakes());
        }
        ConfigSchema schema = ConfigSchema.shipped();
        new SchemaCheck(schema, problems).check(written);
        MapNode effective = new SchemaDefaults(schema).fill(written);
        written.find("metering")
                .map(section -> MeteringLoader.checked(section, problems, MeteringSection.Surroundings.NONE))
                .ifPresent(MeteringSection::products);
        Sections sections = Sections.read(effective, file, problems, mappings);
        if (!problems.isEmpty()) {
            throw new ConfigProblems(file.toString(), problems.mistakes());
        }
        return new LoadedConfiguration(
                sections.configuration(),
                problems.warnings(),
                EffectiveView.of(effective),
                new LedgerAccess(
                        references.secret(sections.configuration().ledgerUrl()),
                        sections.ledgerUser(),
                        sections.ledgerPassword().map(references::secret)),
                sections.fetches().stream().map(this::resolved).toList(),
                sections.uploads().stream().map(this::resolved).toList(),
                ServeSettings.of(sections.serve(), references));
    }

    private static MapNode replaced(MapNode base, MapNode overlay) {
        MapNode all = base;
        for (String section : overlay.keys()) {
            all = all.with(section, overlay.find(section).orElseThrow());
        }
        return all;
    }

    private FetchDefinition resolved(WrittenFetch fetch) {
        return new FetchDefinition(
                fetch.id(),
                fetch.plugin(),
                fetch.folder(),
                settings(fetch.settings()),
                secrets(fetch.secrets()),
                fetch.place(),
                fetch.places());
    }

    private UploadDefinition resolved(WrittenUpload upload) {
        return new UploadDefinition(
                upload.id(),
                upload.output(),
                upload.plugin(),
                settings(upload.settings()),
                secrets(upload.secrets()),
                upload.place());
    }

    /** Of an address the references were kept, since most addresses may hold a password. */
    private Map<String, String> settings(Map<String, String> written) {
        Map<String, String> settings = new HashMap<>();
        written.forEach((name, text) -> settings.put(name, name.equals("url") ? references.resolve(text) : text));
        return settings;
    }

    private Map<String, Secret> secrets(Map<String, String> written) {
        Map<String, Secret> secrets = new HashMap<>();
        written.forEach((name, text) -> secrets.put(name, references.secret(text)));
        return secrets;
    }
}
