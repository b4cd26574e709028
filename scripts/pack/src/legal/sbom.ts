import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';

import { catalogVersion } from '../catalog.ts';
import type { PublishedPackage } from '../packages/published-package.ts';
import type { Library } from './libraries.ts';

/** What a bill of materials lists of a package. */
interface Materials {
  readonly version: string;
  /** Whose code is in it. */
  readonly bundled: readonly Library[];
  /** What the package manager installs beside it. */
  readonly installed: readonly Library[];
}

type Listed = Pick<Library, 'name' | 'version'> & Partial<Pick<Library, 'license'>>;

/** The bill of materials of a package: CycloneDX 1.6 as JSON, the same text for the same materials. */
export function renderSbom(published: PublishedPackage, materials: Materials): string {
  const own = component({ name: published.name, version: materials.version, license: 'MIT' });
  const add = (library: Listed, scope: Enums.ComponentScope, how: string): Models.Component => {
    const made = component(library);
    made.scope = scope;
    made.properties.add(new Models.Property('agora:shipped', how));
    own.dependencies.add(made.bomRef);
    return made;
  };
  const optional = published.optionalDependencies.map((name) => ({ name, version: catalogVersion(name) }));
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: own }),
    components: new Models.ComponentRepository([
      ...materials.bundled.map((library) => add(library, Enums.ComponentScope.Required, 'bundled')),
      ...materials.installed
        .filter(({ name }) => !published.optionalDependencies.includes(name))
        .map((library) => add(library, Enums.ComponentScope.Required, 'dependency')),
      ...optional.map((library) => add(library, Enums.ComponentScope.Optional, 'optional dependency')),
    ]),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function component({ name: full, version, license }: Listed): Models.Component {
  const [group, name] = full.startsWith('@') ? full.split('/', 2) : [undefined, full];
  const purl = new PackageURL('npm', group, name, version, undefined, undefined).toString();
  return new Models.Component(Enums.ComponentType.Library, name ?? full, {
    version,
    purl,
    bomRef: purl,
    ...(group === undefined ? {} : { group }),
    ...(license === undefined
      ? {}
      : { licenses: new Models.LicenseRepository([new Models.LicenseExpression(license)]) }),
  });
}
