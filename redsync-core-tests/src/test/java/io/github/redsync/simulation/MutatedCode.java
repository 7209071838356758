/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.redsync.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;

import io.github.redsync.simulation.CodeMutant.Break;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/**
 * A class loader with a copy of the library and the simulator in which some methods are
 * broken. The original classes are unchanged.
 */
final class MutatedCode extends ClassLoader {

	private static final String PACKAGE_PREFIX = "io.github.redsync.";

	private static final ClassLoader ORIGINAL = MutatedCode.class.getClassLoader();

	private final List<Break> breaks;

	MutatedCode(List<Break> breaks) {
		super(ORIGINAL);
		this.breaks = breaks;
	}

	/**
	 * Run the simulator in this copy.
	 * @param mutant the class name of the mutant
	 */
	@SuppressWarnings("unchecked")
	List<@Nullable String> run(long seed, String mutant, boolean traced) {
		try {
			Method run = loadClass(CodeMutant.class.getName()).getDeclaredMethod("runHere", long.class, String.class,
					boolean.class);
			run.setAccessible(true);
			return (List<@Nullable String>) run.invoke(null, seed, mutant, traced);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!name.startsWith(PACKAGE_PREFIX)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			if (loaded == null) {
				byte[] bytecode = bytecode(name);
				loaded = defineClass(name, bytecode, 0, bytecode.length);
			}
			return loaded;
		}
	}

	private byte[] bytecode(String name) throws ClassNotFoundException {
		DynamicType.@Nullable Builder<?> builder = null;
		for (Break broken : this.breaks) {
			if (name.equals(broken.type())) {
				builder = (builder != null) ? builder : new ByteBuddy().redefine(ORIGINAL.loadClass(name));
				builder = builder.visit(Advice.to(broken.advice()).on(ElementMatchers.named(broken.method())));
			}
		}
		return (builder != null) ? builder.make().getBytes() : originalBytecode(name);
	}

	private static byte[] originalBytecode(String name) {
		try (InputStream file = ORIGINAL.getResourceAsStream(name.replace('.', '/') + ".class")) {
			return Objects.requireNonNull(file, name).readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
