package io.weir.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.MapSerializer;
import com.esotericsoftware.kryo.kryo5.util.DefaultClassResolver;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import com.esotericsoftware.kryo.kryo5.util.Util;
import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;

/**
 * A Kryo that names classes through the dictionary of the stream, follows references, creates objects of classes
 * without a constructor that takes nothing, and writes the JDK's private collections as public ones. One thread owns it.
 */
final class GraphKryo extends Kryo {
    GraphKryo() {
        super(new DictionaryClassResolver(), new MapReferenceResolver());
        setRegistrationRequired(false);
        setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        JdkSerializers.addTo(this);
    }

    @Override
    @SuppressWarnings("rawtypes") // Kryo's signature
    public Serializer getDefaultSerializer(Class type) {
        if (EnumSet.class.isAssignableFrom(type)) {
            return new EnumSerializers.OfSets();
        }
        if (Enum.class.isAssignableFrom(type)) {
            return new EnumSerializers.OfConstants();
        }
        Class<?> wireClass = UnknownSerializer.wireClassOf(type);
        if (wireClass == type || type.getSuperclass() == wireClass) {
            return super.getDefaultSerializer(type);
        }
        if (Map.Entry.class.isAssignableFrom(type)) {
            return super.getDefaultSerializer(wireClass);
        }
        return Map.class.isAssignableFrom(type) ? new OtherMap(wireClass) : new OtherCollection(wireClass);
    }

    /** Returns how objects of a class are written. */
    TypeSchema.Graph describe(Class<?> type) {
        return GraphClasses.describe(type, this);
    }

    /** Writes a collection as one of another class. Reading is the matter of that class. */
    @SuppressWarnings("rawtypes") // Kryo's signature
    private static final class OtherCollection extends CollectionSerializer<Collection> {
        private final Class<?> wireClass;

        OtherCollection(Class<?> wireClass) {
            this.wireClass = wireClass;
        }

        @Override
        protected Collection createCopy(Kryo kryo, Collection original) {
            return (Collection) kryo.newInstance(wireClass);
        }
    }

    /** Writes a map as one of another class. Reading is the matter of that class. */
    @SuppressWarnings("rawtypes") // Kryo's signature
    private static final class OtherMap extends MapSerializer<Map> {
        private final Class<?> wireClass;

        OtherMap(Class<?> wireClass) {
            this.wireClass = wireClass;
        }

        @Override
        protected Map createCopy(Kryo kryo, Map original) {
            return (Map) kryo.newInstance(wireClass);
        }
    }

    /** Numbers classes by the dictionary of the stream instead of Kryo's registrations. */
    private static final class DictionaryClassResolver extends DefaultClassResolver {
        @Override
        public Registration writeClass(Output output, @SuppressWarnings("rawtypes") Class type) {
            RecordOutput out = (RecordOutput) output;
            if (type == null) {
                ClassDictionary.writeClass(null, out);
                return null;
            }
            Registration registration = kryo.getRegistration(type);
            Class<?> named = UnknownSerializer.wireClassOf(registration.getType());
            // Kryo registers int for Integer, and int has no loadable name
            ClassDictionary.writeClass(named.isPrimitive() ? Util.getWrapperClass(named) : named, out);
            return registration;
        }

        @Override
        public Registration readClass(Input input) {
            RecordInput in = (RecordInput) input;
            Class<?> type = in.isDescribed() ? readDescribed(in) : ClassDictionary.readClass(in);
            return type == null ? null : kryo.getRegistration(type);
        }

        /** Loads a class when the first object of it is read, and checks that it is what it was. */
        private Class<?> readDescribed(RecordInput in) {
            ClassDictionary.Described described = ClassDictionary.readDescribed(in);
            if (described == null) {
                return null;
            }
            if (described.type == null) {
                Class<?> type = GraphClasses.load(described.name, in.classLoader());
                GraphClasses.check(
                        (TypeSchema.Graph) described.schema,
                        ((GraphKryo) kryo).describe(type),
                        SchemaPath.of("class " + described.name));
                described.type = type;
            }
            return described.type;
        }
    }
}
