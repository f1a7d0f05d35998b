package io.weir.runtime.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.weir.configuration.Configuration;
import io.weir.configuration.OptionCatalogue;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads options from YAML, nested or with dotted keys, and knows the line of each. Values stay the text they are. One
 * thread uses it, once.
 */
final class YamlOptions {
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final String file;
    private final Configuration configuration = new Configuration();
    private final Map<String, Integer> lines = new HashMap<>();

    YamlOptions(String file) {
        this.file = file;
    }

    Configuration read(String text) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first != null && !isEmptyDocument(parser, first)) {
                if (first != JsonToken.START_OBJECT) {
                    throw problem(
                            lineOf(parser),
                            "a line has the form 'key: value', with a blank after the colon, not '"
                                    + firstLine(parser.getText()) + "'.");
                }
                readMapping(parser, "");
                if (parser.nextToken() != null) {
                    throw problem(lineOf(parser), "a second document begins here; there can be one only.");
                }
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw problem(line, "this is not YAML: " + firstLine(e.getOriginalMessage()) + ".");
        } catch (IOException e) {
            throw problem(1, "this cannot be read: " + e + ".");
        }
        checkTogether();
        return configuration;
    }

    private static boolean isEmptyDocument(YAMLParser parser, JsonToken first) throws IOException {
        return first == JsonToken.VALUE_NULL
                || first == JsonToken.VALUE_STRING && parser.getText().isEmpty();
    }

    private void readMapping(YAMLParser parser, String prefix) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = prefix + parser.currentName();
            int line = lineOf(parser);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                readMapping(parser, key + ".");
            } else if (value == JsonToken.START_ARRAY) {
                put(key, readSequence(parser, key), line);
            } else {
                put(key, scalar(parser, key), line);
            }
        }
    }

    private String readSequence(YAMLParser parser, String key) throws IOException {
        List<String> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(scalar(parser, key));
        }
        return String.join(";", elements);
    }

    private String scalar(YAMLParser parser, String key) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            throw problem(lineOf(parser), "the option " + key + " has no value; give it one or take the line out.");
        }
        if (!token.isScalarValue() || parser.isCurrentAlias()) {
            throw problem(lineOf(parser), "the value of " + key + " is neither a text nor a list of texts.");
        }
        return parser.getText();
    }

    private void put(String key, String value, int line) {
        Integer earlier = lines.putIfAbsent(key, line);
        if (earlier != null) {
            throw problem(line, "the option " + key + " is set for the second time; line " + earlier + " sets it too.");
        }
        OptionCatalogue.problemOf(key, value).ifPresent(text -> {
            throw problem(line, text);
        });
        configuration.setString(key, value);
    }

    private void checkTogether() {
        try {
            OptionCatalogue.check(configuration);
        } catch (WeirException e) {
            throw new WeirException(ErrorCode.CONFIGURATION, file + ": " + e.getMessage(), e);
        }
    }

    private static int lineOf(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private WeirException problem(int line, String text) {
        return new WeirException(ErrorCode.CONFIGURATION, file + ", line " + line + ": " + text);
    }

    private static String firstLine(String text) {
        return text == null ? "unknown" : text.lines().findFirst().orElse("").strip();
    }

    /** Returns a text as it stands between double quotes. */
    static String escape(String value) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> escaped.append('\\').append(c);
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> appendPrintable(escaped, c);
            }
        }
        return escaped.toString();
    }

    private static void appendPrintable(StringBuilder escaped, char c) {
        if (c < ' ' || c >= 0x7f && !Character.isLetterOrDigit(c)) {
            escaped.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
        } else {
            escaped.append(c);
        }
    }
}
