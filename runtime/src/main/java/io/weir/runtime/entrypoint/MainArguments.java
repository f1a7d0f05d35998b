package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.configuration.SecurityOptions;
import io.weir.fs.FileSystems;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.plugin.HadoopPlugin;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments of a process of the cluster: {@code --name value} pairs and {@code -Dkey=value} options.
 *
 * @param values the values by name, without the dashes
 * @param configuration {@code weir.yaml} with the options over it
 */
record MainArguments(Map<String, String> values, Configuration configuration) {
    static MainArguments parse(String[] arguments, Set<String> names) {
        Map<String, String> values = new HashMap<>();
        List<String> options = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.startsWith("-D")) {
                options.add(argument);
            } else if (argument.startsWith("--") && names.contains(argument.substring(2))) {
                if (i + 1 == arguments.length) {
                    throw new WeirException(ErrorCode.USAGE, "The argument " + argument + " needs a value.");
                }
                values.put(argument.substring(2), arguments[++i]);
            } else {
                throw new WeirException(
                        ErrorCode.USAGE,
                        "There is no argument " + argument + "; known are -Dkey=value"
                                + names.stream()
                                        .sorted()
                                        .map(name -> " --" + name)
                                        .reduce("", String::concat) + ".");
            }
        }
        Map<String, String> overrides = ConfigurationLoader.parseOverrides(options);
        if (values.containsKey("secret-file")) {
            overrides = new HashMap<>(overrides);
            overrides.put(SecurityOptions.CLUSTER_SECRET_FILE.key(), values.get("secret-file"));
        }
        Configuration configuration = ConfigurationLoader.load(overrides);
        FileSystems.initialize(configuration);
        HadoopPlugin.install(configuration);
        return new MainArguments(values, configuration);
    }

    String require(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new WeirException(ErrorCode.USAGE, "The argument --" + name + " is missing.");
        }
        return value;
    }
}
