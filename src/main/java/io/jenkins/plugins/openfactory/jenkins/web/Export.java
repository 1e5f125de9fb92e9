package io.jenkins.plugins.openfactory.jenkins.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as the plain maps, lists and values that Jenkins' API can write. */
public final class Export {
    private Export() {}

    /** An object; null for anything else. */
    public static Map<String, Object> map(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
        return map;
    }

    /** An array's elements; none for anything else. */
    public static List<Object> list(JsonNode node) {
        List<Object> list = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> list.add(value(element)));
        }
        return list;
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            return map(node);
        }
        if (node.isArray()) {
            return list(node);
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return node.textValue();
    }
}
