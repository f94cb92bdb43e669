package dev.rollcall.system.documents;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The settings that records declare with {@code @ConfigurationProperties}, read from their sources: the meaning of a
 * setting is the {@code @param} of its component, and is written nowhere else.
 */
final class SettingsRecords {

    private static final String ANNOTATION = "ConfigurationProperties";
    private static final Pattern CAPITAL = Pattern.compile("([A-Z])");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final JavaCompiler compiler = Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
            .orElseThrow(() -> new IllegalStateException("run the tests with a JDK, not with a JRE"));
    private final Map<String, Path> sources = new HashMap<>();
    private final List<Setting> settings = new ArrayList<>();

    private record Source(DocTrees documents, CompilationUnitTree unit) {}

    private SettingsRecords() {}

    /**
     * In the order of their files and components; without variables, which {@code application.yaml} maps.
     *
     * @param roots source directories
     */
    static List<Setting> in(List<Path> roots) throws IOException {
        SettingsRecords records = new SettingsRecords();
        List<Path> annotated = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    records.sources.put(file.getFileName().toString(), file);
                    if (Files.readString(file).contains("@" + ANNOTATION + "(")) {
                        annotated.add(file);
                    }
                }
            }
        }
        for (Path file : annotated) {
            records.read(file);
        }
        return records.settings;
    }

    private void read(Path file) throws IOException {
        Source source = parse(file);
        for (Tree type : source.unit().getTypeDecls()) {
            if (type instanceof ClassTree record && record.getKind() == Kind.RECORD) {
                String prefix = argument(record.getModifiers().getAnnotations(), ANNOTATION);
                if (prefix != null) {
                    components(source, TreePath.getPath(source.unit(), record), prefix);
                }
            }
        }
    }

    private Source parse(Path file) throws IOException {
        JavacTask task = (JavacTask) compiler.getTask(
                null,
                null,
                null,
                List.of("-proc:none"),
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file));
        return new Source(DocTrees.instance(task), task.parse().iterator().next());
    }

    private void components(Source source, TreePath path, String prefix) throws IOException {
        ClassTree record = (ClassTree) path.getLeaf();
        Map<String, String> meanings = meanings(source.documents().getDocCommentTree(path));
        for (Tree member : record.getMembers()) {
            if (member instanceof VariableTree component
                    && !component.getModifiers().getFlags().contains(Modifier.STATIC)) {
                component(source, path, component, prefix, meanings);
            }
        }
    }

    private void component(
            Source source, TreePath path, VariableTree component, String prefix, Map<String, String> meanings)
            throws IOException {
        List<? extends AnnotationTree> annotations = component.getModifiers().getAnnotations();
        String name = component.getName().toString();
        String given = argument(annotations, "Name");
        String property = prefix + "."
                + (given == null ? CAPITAL.matcher(name).replaceAll("-$1").toLowerCase(java.util.Locale.ROOT) : given);
        Tree type = component.getType() instanceof AnnotatedTypeTree annotated
                ? annotated.getUnderlyingType()
                : component.getType();
        if (type instanceof ParameterizedTypeTree generic
                && "Map".equals(generic.getType().toString())) {
            property += ".<name>";
            type = generic.getTypeArguments().getLast();
        }
        if (!nested(source, path, type.toString(), property)) {
            String standard = argument(annotations, "DefaultValue");
            settings.add(
                    new Setting(property, null, standard == null ? "" : standard, meanings.getOrDefault(name, "")));
        }
    }

    /** Whether the type is a record of this file or of one named after it, whose components are settings too. */
    private boolean nested(Source source, TreePath path, String type, String property) throws IOException {
        for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
            if (isRecord(member, type)) {
                components(source, new TreePath(path, member), property);
                return true;
            }
        }
        Path file = sources.get(type + ".java");
        if (file == null) {
            return false;
        }
        Source other = parse(file);
        for (Tree top : other.unit().getTypeDecls()) {
            if (isRecord(top, type)) {
                components(other, TreePath.getPath(other.unit(), top), property);
                return true;
            }
        }
        return false;
    }

    private static boolean isRecord(Tree tree, String name) {
        return tree instanceof ClassTree type
                && type.getKind() == Kind.RECORD
                && type.getSimpleName().contentEquals(name);
    }

    /** Of the annotation of this name, '' when it has none; null without the annotation. */
    private static @Nullable String argument(List<? extends AnnotationTree> annotations, String name) {
        for (AnnotationTree annotation : annotations) {
            if (annotation.getAnnotationType().toString().equals(name)) {
                return annotation.getArguments().stream()
                        .map(SettingsRecords::text)
                        .findFirst()
                        .orElse("");
            }
        }
        return null;
    }

    private static String text(Tree value) {
        return switch (value) {
            case AssignmentTree assignment -> text(assignment.getExpression());
            case NewArrayTree array ->
                Optional.<List<? extends ExpressionTree>>ofNullable(array.getInitializers()).orElse(List.of()).stream()
                        .map(SettingsRecords::text)
                        .collect(Collectors.joining(","));
            case LiteralTree literal -> String.valueOf(literal.getValue());
            default -> throw new IllegalStateException(value + " has to be a literal, which a document can show");
        };
    }

    private static Map<String, String> meanings(@Nullable DocCommentTree comment) {
        Map<String, String> meanings = new HashMap<>();
        if (comment != null) {
            for (DocTree tag : comment.getBlockTags()) {
                if (tag instanceof ParamTree param) {
                    String text = param.getDescription().stream()
                            .map(SettingsRecords::markdown)
                            .collect(Collectors.joining());
                    meanings.put(
                            param.getName().toString(),
                            SPACE.matcher(text).replaceAll(" ").strip());
                }
            }
        }
        return meanings;
    }

    private static String markdown(DocTree part) {
        return switch (part) {
            case com.sun.source.doctree.LiteralTree code ->
                "`" + code.getBody().getBody().strip() + "`";
            case LinkTree link -> "`" + link.getReference().getSignature().replace('#', '.') + "`";
            default -> part.toString();
        };
    }
}
