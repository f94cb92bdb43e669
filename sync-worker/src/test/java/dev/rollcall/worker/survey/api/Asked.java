package dev.rollcall.worker.survey.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a query asks, taken apart. */
public record Asked(List<String> steps, Map<String, List<String>> parameters) {

    public static Asked of(ApiQuery query) {
        String[] parts = query.uri().split("\\?", 2);
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (parts.length == 2) {
            for (String pair : parts[1].split("&")) {
                String[] named = pair.split("=", 2);
                parameters.computeIfAbsent(named[0], first -> new ArrayList<>()).add(named[1]);
            }
        }
        return new Asked(List.of(parts[0].substring("/v1/".length()).split("/")), parameters);
    }

    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    public long number(String name, long otherwise) {
        return all(name).isEmpty() ? otherwise : Long.parseLong(all(name).getFirst());
    }
}
