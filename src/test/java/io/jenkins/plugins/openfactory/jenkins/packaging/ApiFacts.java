package io.jenkins.plugins.openfactory.jenkins.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public members of Jenkins 2.541.3 that are recorded in the test resources, with their types erased. */
final class ApiFacts {
    private static final Pattern TYPE_PARAMETER = Pattern.compile("(\\w+)(?: extends ([\\w.$]+)[^,>]*(?:<[^>]*>)?)?");

    private final Map<String, Type> types = new HashMap<>();

    /** One type: whether it is an interface, what it is made from, and its members as {@code name(descriptor)}. */
    record Type(boolean isInterface, List<String> parents, Set<String> members) {}

    static ApiFacts read(Path folder) throws IOException {
        ApiFacts facts = new ApiFacts();
        facts.signatures(Files.readAllLines(folder.resolve("signatures-2.541.3.txt")));
        facts.surface(Files.readAllLines(folder.resolve("surface-2.541.3.txt")));
        return facts;
    }

    Optional<Type> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** Whether the type or one that it is made from has the member. */
    boolean has(String owner, String member) {
        Type type = types.get(owner);
        return type != null
                && (type.members().contains(member) || type.parents().stream().anyMatch(parent -> has(parent, member)));
    }

    private void signatures(List<String> lines) {
        Type now = null;
        Map<String, String> variables = Map.of();
        for (String line : lines) {
            if (line.startsWith("  ") && now != null) {
                now.members().add(member(line.strip(), variables));
            } else if (line.endsWith("{")) {
                boolean isInterface = line.contains(" interface ") || line.startsWith("interface ");
                String rest = line.replaceFirst(".*?\\b(class|interface) ", "").replace("{", "");
                String name = rest.split("[<\\s]")[0];
                variables = variables(parameters(rest.substring(name.length())), Map.of());
                String after = rest.substring(name.length()
                        + parameters(rest.substring(name.length())).length());
                List<String> parents = new ArrayList<>();
                for (String word : erase(after)
                        .replaceAll("\\b(extends|implements)\\b", ",")
                        .split("[,\\s]+")) {
                    if (!word.isBlank()) {
                        parents.add(word);
                    }
                }
                now = types.computeIfAbsent(name, key -> new Type(isInterface, parents, new HashSet<>()));
            }
        }
    }

    private void surface(List<String> lines) {
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("C")) {
                boolean isInterface = line.contains(" [I] ");
                List<String> parents = new ArrayList<>();
                Matcher made = Pattern.compile(" ext (.*) impl ?(.*)$").matcher(line);
                if (made.find()) {
                    for (String word :
                            erase(made.group(1) + "," + made.group(2)).split("[,\\s]+")) {
                        if (!word.isBlank()) {
                            parents.add(word);
                        }
                    }
                }
                types.computeIfAbsent(words[1], key -> new Type(isInterface, parents, new HashSet<>()));
            } else if (words[0].equals("M") || words[0].equals("O")) {
                types.computeIfAbsent(words[1], key -> new Type(line.contains(" [I] "), List.of(), new HashSet<>()));
                String body = line.substring(2 + words[1].length() + 1).replace("[I] ", "");
                body = body.replaceAll("\\b(static|protected|abstract|final)\\b ", "")
                        .replaceAll(" throws .*", "");
                Matcher parts = Pattern.compile("(\\S+) \\(([^)]*)\\)(\\S+)").matcher(body);
                if (parts.find()) {
                    types.get(words[1])
                            .members()
                            .add(parts.group(1) + descriptor(parts.group(2), parts.group(3), Map.of()));
                }
            }
        }
    }

    /** A member's line as {@code name(descriptor)} or, for a field, {@code name:descriptor}. */
    private static String member(String line, Map<String, String> outer) {
        String text = line.replaceAll(";$", "").replaceAll(" throws .*", "");
        text = text.replaceAll(
                        "\\b(public|protected|static|abstract|final|default|synchronized|native|transient|volatile)\\b ",
                        "")
                .strip();
        Map<String, String> variables = outer;
        if (text.startsWith("<")) {
            String parameters = parameters(text);
            variables = variables(parameters, outer);
            text = text.substring(parameters.length()).strip();
        }
        text = erase(text);
        int open = text.indexOf('(');
        if (open < 0) {
            int space = text.lastIndexOf(' ');
            return text.substring(space + 1) + ":" + one(text.substring(0, space), variables);
        }
        String head = text.substring(0, open).strip();
        String arguments = text.substring(open + 1, text.lastIndexOf(')'));
        int space = head.lastIndexOf(' ');
        return space < 0
                ? "<init>" + descriptor(arguments, "void", variables)
                : head.substring(space + 1) + descriptor(arguments, head.substring(0, space), variables);
    }

    private static String descriptor(String arguments, String result, Map<String, String> variables) {
        StringBuilder text = new StringBuilder("(");
        for (String argument : arguments.split(",")) {
            if (!argument.isBlank()) {
                text.append(one(argument.strip(), variables));
            }
        }
        return text.append(')').append(one(result.strip(), variables)).toString();
    }

    private static String one(String name, Map<String, String> variables) {
        if (name.endsWith("...")) {
            return "[" + one(name.substring(0, name.length() - 3), variables);
        }
        if (name.endsWith("[]")) {
            return "[" + one(name.substring(0, name.length() - 2), variables);
        }
        String known = variables.getOrDefault(name, name);
        return switch (known) {
            case "void" -> "V";
            case "boolean" -> "Z";
            case "int" -> "I";
            case "long" -> "J";
            case "double" -> "D";
            case "byte" -> "B";
            case "char" -> "C";
            case "float" -> "F";
            case "short" -> "S";
            default -> "L" + known.replace('.', '/') + ";";
        };
    }

    private static Map<String, String> variables(String parameters, Map<String, String> outer) {
        Map<String, String> map = new HashMap<>(outer);
        if (parameters.isEmpty()) {
            return map;
        }
        String inner = parameters.substring(1, parameters.length() - 1);
        String flat = inner;
        while (flat.contains("<")) {
            flat = flat.replaceAll("<[^<>]*>", "");
        }
        for (String parameter : flat.split(",")) {
            Matcher matcher = TYPE_PARAMETER.matcher(parameter.strip());
            if (matcher.lookingAt()) {
                String bound = matcher.group(2) == null ? "java.lang.Object" : matcher.group(2);
                map.put(matcher.group(1), map.getOrDefault(bound, bound));
            }
        }
        return map;
    }

    /** The type parameters at the start of a text, with their brackets; empty where there are none. */
    private static String parameters(String text) {
        if (!text.startsWith("<")) {
            return "";
        }
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '<' ? 1 : text.charAt(i) == '>' ? -1 : 0;
            if (depth == 0) {
                return text.substring(0, i + 1);
            }
        }
        return text;
    }

    private static String erase(String text) {
        String erased = text;
        while (erased.contains("<") && erased.contains(">")) {
            String next = erased.replaceAll("<[^<>]*>", "");
            if (next.equals(erased)) {
                break;
            }
            erased = next;
        }
        return erased;
    }
}
