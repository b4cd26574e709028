import type { Config } from '../../config.ts';
import type { MediaStore } from './store.ts';

/** Makes the store of the settings; the library that one needs is loaded only for it. Connects to nothing. */
export async function openStore(place: Config['media']['store']): Promise<MediaStore> {
  if (place.kind === 'folder') {
    const { FolderStore } = await import('./folder.ts');
    return new FolderStore(place.folder);
  }
  if (place.kind === 's3') {
    const { S3Store } = await import('./s3.ts');
    return new S3Store(place);
  }
  const { IpfsStore } = await import('./ipfs.ts');
  return new IpfsStore(place.endpoint);
}
